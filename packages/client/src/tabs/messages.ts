import {
  ApiError,
  type ApiErrorDetails,
  ClientError,
  type ClientErrorCode,
  type StreamEvent,
} from '../index.ts'

/** What tabs tell each other. `epoch` is one leader's time in office, `seq` counts its events. */
export type Message =
  | {
      readonly kind: 'hello'
      readonly from: string
      readonly after: string | undefined
      readonly fresh: boolean
    }
  | { readonly kind: 'lead'; readonly epoch: string }
  | {
      readonly kind: 'replay'
      readonly to: string
      readonly epoch: string
      readonly seq: number
      readonly events: readonly StreamEvent[]
    }
  | { readonly kind: 'event'; readonly epoch: string; readonly seq: number; readonly event: StreamEvent }
  | { readonly kind: 'end'; readonly epoch: string; readonly error: PlainError | undefined }

/** An error as it can be cloned. */
export interface PlainError {
  readonly code: ClientErrorCode
  readonly message: string
  readonly requestId: string | undefined
  readonly status: number | undefined
  readonly data: unknown
}

export function toPlain(error: ClientError): PlainError {
  const { code, message, requestId, status, data } = error as Partial<ApiError> & ClientError
  return { code, message, requestId, status, data }
}

export function fromPlain(
  { code, message, requestId, status, data }: PlainError,
  route: unknown,
): ClientError {
  const error =
    status === undefined
      ? new ClientError(code, message)
      : new ApiError('HTTP', message, {
          status,
          data,
          headers: new Headers(),
          route,
          declared: false,
        } as ApiErrorDetails<number, unknown>)
  // The message names the id already.
  return Object.assign(error, { requestId })
}
