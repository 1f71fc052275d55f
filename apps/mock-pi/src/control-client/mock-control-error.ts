import type { ControlErrorCode } from '@aloha-pi/contracts/wire'

/** What the mock refused, or why there is no usable response. */
export type MockControlErrorCode = ControlErrorCode | 'no_response' | 'unexpected_response'

/** What every failed call of the control client throws. */
export class MockControlError extends Error {
  override name = 'MockControlError'
  readonly code: MockControlErrorCode
  /** HTTP status; undefined without a response, and for arguments that were never sent. */
  readonly status: number | undefined

  constructor(
    code: MockControlErrorCode,
    message: string,
    { status, cause }: { status?: number; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
    this.status = status
  }
}
