import { OutcomeUnknownError, type AlohaPiError } from '../src/index.ts'
import { failureOf } from './failure-of.ts'

/** Why the outcome of a write that must end as unknown is unknown. */
export async function lostResponseOf(call: Promise<unknown>): Promise<AlohaPiError> {
  const error = await failureOf(call)
  if (error instanceof OutcomeUnknownError) return failureOf(Promise.reject(error.cause as Error))
  throw error
}
