import type { Outcome } from './outcome.ts'
import type { Step } from './step.ts'

/** What the network refuses before it takes a transaction: Stellar core's codes. */
const REFUSED: Record<string, string> = {
  'used sequence': 'tx_bad_seq',
  'low fee': 'tx_insufficient_fee',
  'too late': 'tx_too_late',
}

/**
 * What Horizon returns for a submission: 200 and 400 `tx_failed` for what is in a ledger, 400 for what the
 * network refuses, 504 for everything that waits. A wallet that has one waiting gets 504 whatever it sends.
 */
export function expectSubmission(step: Step): Outcome {
  const { signed, chainBefore, cast, action } = step
  if (signed == null || action.do !== 'submit') return 'anything'
  const isWaiting = chainBefore.waiting.some(({ source }) => source === signed.from)
  const isLagging = cast.settings.replica_lag_ledgers > 0
  if (isWaiting || isLagging || action.twist === 'again') return 'anything'
  const code = REFUSED[signed.twist]
  if (code != null) return { refused: [code] }
  return cast.settings.ledger_close === 'instant' && cast.settings.ledger_inclusion === 'all'
    ? expectApplied(step)
    : { refused: ['timeout'] }
}

function expectApplied({ signed, chainBefore }: Step): Outcome {
  const { balance = 0n } = chainBefore.accounts.get(signed!.from) ?? {}
  if (signed!.twist === 'nobody') return { refused: ['op_no_destination'] }
  const isFunded = signed!.amount <= balance - 9_900_000n
  return isFunded || signed!.from === signed!.to ? 'accepted' : { refused: ['op_underfunded'] }
}
