import { AlohaPiError } from '../src/index.ts'

/** The error of a call that must fail with one of the package's own classes. */
export async function failureOf(call: Promise<unknown>): Promise<AlohaPiError> {
  const outcome = await call.then(
    (data) => ({ data }),
    (error: unknown) => ({ error }),
  )
  if ('data' in outcome) throw new Error(`The call succeeded: ${JSON.stringify(outcome.data)}`)
  if (outcome.error instanceof AlohaPiError) return outcome.error
  throw outcome.error
}
