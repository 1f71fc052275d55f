import fc from 'fast-check'
import type { Play } from './play-scenario.ts'
import { isProof, isReplay, runs } from './run-parameters.ts'
import type { Scenario } from './scenario.ts'
import { deadlineOf } from './seen-world.ts'
import { errorOf } from './error-of.ts'
import { isPayout } from './seen-world.ts'
import type { Step } from './step.ts'

/** How often each thing happened, by name. */
export type Happened = ReadonlyMap<string, number>

/** In `pnpm test`, one of so many scenarios is enough. */
const FEWER = 40

/** Plays so many scenarios, or some of them in `pnpm test`; throws the shortest one that breaks an invariant, with its seed and path. */
export async function prove(
  scenarios: fc.Arbitrary<Scenario>,
  usualRuns: number,
  play: (scenario: Scenario) => Promise<Play>,
): Promise<Happened> {
  const happened = new Map<string, number>()
  const count = (name: string) => happened.set(name, (happened.get(name) ?? 0) + 1)
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    const { steps } = await play(scenario)
    for (const name of steps.flatMap(namesOf)) count(name)
    count('scenario')
  })
  await fc.assert(property, runs(isProof ? usualRuns : Math.ceil(usualRuns / FEWER)))
  return happened
}

/**
 * The names of what did not happen `often`: about that the scenarios prove little. A replay is one scenario, and
 * `pnpm test` plays too few.
 */
export function listRare(happened: Happened, often: number, names: readonly string[]): string[] {
  return isReplay || !isProof ? [] : names.filter((name) => (happened.get(name) ?? 0) < often)
}

/** The outcome of a step; of an owner's approval also how near to the deadline it came. */
function namesOf({ action, accepted, response, before, id, now }: Step): string[] {
  const { verification_error: reason } = (response.body ?? {}) as { verification_error?: string }
  const payment = before.get(id ?? '')
  const isOfApp = payment != null && isPayout(payment) && action.do !== 'submit'
  const subject = isOfApp ? `${action.do} payout` : action.do
  const name = `${subject}: ${accepted ? 'accepted' : (reason ?? errorOf(response))}`
  if (action.do !== 'approve' || action.as === 'other app' || payment == null) return [name]
  const fromDeadline = now - deadlineOf(payment)
  return Math.abs(fromDeadline) > 1
    ? [name]
    : [name, `${name}, ${fromDeadline} ms from the deadline`]
}

/** Every outcome that the facts name, and each side of the deadline; by hand. */
export const EVERYTHING = `
  create: accepted
  create: pending_payment
  create: invalid_authorization
  create by control: accepted
  create by control: payment_refused
  ask incomplete: accepted
  ask incomplete: invalid_authorization
  get: accepted
  get: payment_not_found
  approve: accepted
  approve: already_approved
  approve: already_completed
  approve: cancelled_payment
  approve: payment_not_found
  approve: accepted, -1 ms from the deadline
  approve: cancelled_payment, 0 ms from the deadline
  approve: cancelled_payment, 1 ms from the deadline
  pay: accepted
  pay: payment_refused
  pay: payment_not_found
  complete: accepted
  complete: already_completed
  complete: cancelled_payment
  complete: not_verified
  complete: payment_not_found
  complete: txid_mismatch
  cancel: accepted
  cancel: already_completed
  cancel: cancelled_payment
  cancel: payment_not_found
  cancel: payment_tx_present
  cancel as user: accepted
  cancel as user: payment_not_found
  cancel as user: payment_refused
  advance: accepted
  sign in: accepted
  revoke: accepted
  set: accepted
  create payout: accepted
  create payout: ongoing_payment_found
  create payout: user_not_found
  get payout: accepted
  approve payout: already_approved
  approve payout: already_completed
  approve payout: cancelled_payment
  complete payout: accepted
  complete payout: already_completed
  complete payout: cancelled_payment
  complete payout: not_verified
  complete payout: payment_already_linked_with_a_tx
  complete payout: payment_not_found
  complete payout: tx_amount_mismatch
  complete payout: tx_destination_mismatch
  complete payout: tx_failed
  complete payout: tx_memo_payment_identifier_mismatch
  complete payout: tx_not_found
  complete payout: tx_source_mismatch
  complete payout: txid_mismatch
  cancel payout: accepted
  cancel payout: already_completed
  cancel payout: cancelled_payment
  cancel payout: payment_not_found
  cancel payout: payment_tx_present
  pay payout: payment_refused
  cancel as user payout: payment_refused
  submit: accepted
  submit: op_no_destination
  submit: op_underfunded
  submit: timeout
  submit: tx_bad_seq
  submit: tx_insufficient_fee
  submit: tx_too_late
  close ledgers: accepted
  fund: accepted
  list open: accepted
  look up account: accepted
  look up transaction: accepted
  look up transaction: resource missing
`
  .trim()
  .split('\n')
  .map((line) => line.trim())
