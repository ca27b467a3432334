/** Why the command could not run at all (exit code 2). */
export class CliFailure extends Error {
  override readonly name = 'CliFailure'
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
