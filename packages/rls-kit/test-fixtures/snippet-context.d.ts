// What the examples of the README may take as given.

/** The verified session of the request. */
declare const session: { tenantId: string; userId: string }
declare const id: string
declare const projectId: string
declare const body: string
