import type { z } from 'zod'

/** A request that cannot be answered as asked. The status is HTTP's; `fields` names what is wrong with the input. */
export class ApiError extends Error {
  readonly status: number
  readonly fields: Readonly<Record<string, string>> | undefined

  constructor(status: number, message: string, fields?: Record<string, string>) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.fields = fields
  }

  toResponse(): Response {
    return Response.json(
      { error: this.message, ...(this.fields ? { fields: this.fields } : {}) },
      {
        status: this.status,
      },
    )
  }
}

/** The fields of a zod error, each with its first message. A mistake in the whole is named `body`. */
export function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const path = issue.path.length > 0 ? issue.path.join('.') : 'body'
    fields[path] ??= issue.message
  }
  return fields
}

/** Answers what a handler throws: an ApiError as it is, anything else as 500 with its details in the log only. */
export async function answer(handler: () => Promise<Response>): Promise<Response> {
  try {
    return await handler()
  } catch (error) {
    if (error instanceof ApiError) return error.toResponse()
    console.error('request failed:', error)
    return new ApiError(500, 'something went wrong here').toResponse()
  }
}
