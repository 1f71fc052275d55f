import type { Payment } from '@aloha-pi/contracts/platform'
import { appOf } from './cast.ts'
import type { Outcome } from './outcome.ts'
import type { SeenTransaction } from './seen-chain.ts'
import { isOpen, isPayout, type SeenPayment } from './seen-world.ts'
import type { Step } from './step.ts'

/** What Pi returns when an app's server completes its payment to a user: facts, section 4. */
export function expectCompletion(step: Step, { payment }: SeenPayment): Outcome {
  const { status, transaction } = payment
  const isOther = transaction?.txid !== step.txid
  if (status.cancelled) return { refused: ['cancelled_payment'] }
  if (status.developer_completed && !isOther) return { refused: ['already_completed'] }
  if (status.developer_completed) return { refused: ['already_completed', 'txid_mismatch'] }
  if (transaction != null) return failed('payment_already_linked_with_a_tx')
  const found = findNamed(step)
  if (found == null) return failed('tx_not_found')
  if (isTooYoung(step, found)) return { refused: ['not_verified'] }
  const differences = differencesOf(payment, found)
  return differences.length === 0 ? 'accepted' : failed(...differences)
}

/** True when the server names a transaction of its payment that differs: Pi refuses it, and links it. */
export function isLinking(step: Step): boolean {
  const { action, before, id } = step
  const named = before.get(id ?? '')
  const found = findNamed(step)
  if (action.do !== 'complete' || action.as === 'other app' || named == null) return false
  if (!isPayout(named) || !isOpen(named) || named.payment.transaction != null) return false
  return found != null && !isTooYoung(step, found) && differencesOf(named.payment, found).length > 0
}

/** The transaction that a completion names, when the network has it. */
export function findNamed({ chainBefore, txid }: Step): SeenTransaction | undefined {
  return chainBefore.transactions.find(({ hash }) => hash === txid)
}

function isTooYoung({ cast, now }: Step, { sealedAt }: SeenTransaction): boolean {
  const lag = cast.settings.a2u_verification_lag_ms
  return lag > 0 && now < sealedAt + lag
}

/** In what the transaction is not the one that the payment asks for; a wrong memo is said before all else. */
export function differencesOf(payment: Payment, transaction: SeenTransaction): string[] {
  const { memo, successful, source, operations } = transaction
  if (memo !== payment.identifier) return ['tx_memo_payment_identifier_mismatch']
  const [operation] = operations
  const isOnePayment = operations.length === 1 && operation?.type === 'payment'
  const amount = BigInt(Math.round(payment.amount * 10_000_000))
  const wrong = {
    tx_failed: !successful,
    tx_operation_mismatch: !isOnePayment,
    tx_source_mismatch: source !== payment.from_address || operation?.from !== source,
    tx_destination_mismatch: operation?.to !== payment.to_address,
    tx_amount_mismatch: operation?.amount !== amount,
  }
  return Object.entries(wrong).flatMap(([name, isWrong]) => (isWrong ? [name] : []))
}

/** The open payment that keeps the app from beginning another one: facts, section 4, concurrency. */
export function findOngoing(step: Step): SeenPayment | undefined {
  const { before, cast, session, action } = step
  if (action.do !== 'create payout') return undefined
  const { app_id } = cast.apps[action.app]!
  const open = openPayoutsOf(step, app_id, before)
  switch (cast.settings.a2u_concurrency) {
    case 'per-app':
      return open[0]
    case 'per-user':
      return open.find(({ payment }) => payment.user_uid === session!.uid)
    case 'off':
      return undefined
  }
}

/** The app's open payments to users, newest first. */
export function openPayoutsOf({ cast }: Step, appId: string, seen: Step['before']): SeenPayment[] {
  const { app_id } = appOf(cast, appId)
  return [...seen.values()]
    .filter((each) => isPayout(each) && each.app_id === app_id && isOpen(each))
    .toReversed()
}

function failed(...verificationErrors: string[]): Outcome {
  return { refused: ['verification_failed'], verificationErrors }
}
