import { alarm } from '../moves.ts'
import type { Work } from '../../model/work.ts'
import { backOff } from '../back-off.ts'
import type { Situation } from '../situation.ts'
import type { Memory } from '../memory.ts'
import type { Absorbed, Step } from '../steps.ts'

export const cancelAsked = { because: 'cancel requested' }

/** The wallet, its transactions since the books end, and what became of the live envelopes. */
export function surveyStep({ lane, envelopes }: Work, { pageCursor }: Memory): Step {
  const hashes = envelopes.filter(({ status }) => status === 'live').map(({ hash }) => hash)
  return { type: 'survey', cursor: pageCursor ?? lane.cursor, hashes }
}

/** Visits after which a gap is no matter of lag any more. */
const LONG_GAP = 20

/** Comes back one ledger later; what is not identified is the audit's. */
export function backOffForBooks({ work, settings }: Situation): Absorbed {
  const { payout, unmatched } = work
  const gap = alarm('books_gap', payout, "the books do not reach the wallet's sequence")
  const isUnidentified = unmatched.length > 0
  return backOff(payout, settings, {
    because: isUnidentified ? 'unidentified_transaction' : 'books',
    // What is denied concerns payouts of its amount only.
    isAside: isUnidentified && unmatched.every(({ isDenied }) => isDenied),
    alarms: payout.waitsFor === 'books' && payout.attempts >= LONG_GAP ? [gap] : [],
    audit: isUnidentified ? [] : null,
  })
}
