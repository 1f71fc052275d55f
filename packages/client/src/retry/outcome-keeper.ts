import type { Payment } from '@aloha-pi/contracts/wire'
import type { WithResponse } from '../request/api-promise.ts'
import { AbortError, isAbortError } from '../errors/abort-error.ts'
import { isAlohaPiError, type AlohaPiError } from '../errors/aloha-pi-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { isVerdict } from './is-verdict.ts'

/** What is known of a write whose response may have been lost. */
export type WriteState = {
  /** Set as soon as one request of the write may have been carried out without a usable response. */
  lost: boolean
  /** The payment as it was read since. */
  payment?: Payment
}

/** A failure as a value; faults that are none of the package's go on as they are. */
export type Attempt<Data> =
  | { ok: true; response: WithResponse<Data> }
  | { ok: false; error: AlohaPiError }

/** Sends one request of a write and notes when its response is lost. */
export async function attempt<Data>(
  send: () => Promise<WithResponse<Data>>,
  state: WriteState = { lost: false },
): Promise<Attempt<Data>> {
  try {
    return { ok: true, response: await send() }
  } catch (error) {
    if (!isAlohaPiError(error)) throw error
    state.lost ||= error.outcomeUnknown
    return { ok: false, error }
  }
}

/**
 * Runs all that is tried for one write. Once a response was lost, no later failure may pass for the
 * outcome: it leaves as OutcomeUnknownError, or as AbortError that says so.
 */
export async function keepOutcome<Result>(
  { method, url }: { method: string; url: string },
  advice: string,
  run: (state: WriteState) => Promise<Result>,
): Promise<Result> {
  const state: WriteState = { lost: false }
  const request = `${method} ${url}`
  try {
    return await run(state)
  } catch (error) {
    if (!state.lost) throw error
    if (isAbortError(error)) throw new AbortError(request, { sent: true, cause: error.cause })
    if (isVerdict(error) && error.request === request) throw error
    throw new OutcomeUnknownError(request, { cause: error, advice, payment: state.payment })
  }
}
