import { ApiError } from '../../../server/api-error.ts'

/** What no other route answers: under /api a program asks, and a page is no answer to it. */
function nothingHere(): Response {
  return new ApiError(404, 'there is nothing of this name').toResponse()
}

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
}
