/** The exit code of a process that would fail again in the same way: it is not started anew. */
export const cannotStart = 78
