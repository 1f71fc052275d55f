import { highest } from './books.ts'
import type { Evidence, WalletTransaction } from '../../model/payout.ts'
import type { Situation } from '../situation.ts'
import type { Survey } from '../memory.ts'

/** What is proved about the live envelopes of a payout, which share one sequence. */
export type Verdict =
  /** One of them is in a ledger: it paid, or it used the sequence up without effect. */
  | { kind: 'paid'; transaction: WalletTransaction }
  | { kind: 'failed'; transaction: WalletTransaction }
  /** None of them can ever apply. */
  | { kind: 'dead'; evidence: Evidence }
  /** Nothing yet: they may still apply. */
  | { kind: 'live' }
  /** The books end before the sequence, or hold a transaction that is not identified. */
  | { kind: 'unbooked' }
  /** A close time decides, and is not known. */
  | { kind: 'read_ledger'; which: number | 'latest' }
  /** Without `Latest-Ledger`: one more read that agrees that they have expired. */
  | { kind: 'seems_expired' }

/** R5: only a ledger, a consumed sequence whose consumer is known, or an expired snapshot decides. */
export function envelopeVerdict(situation: Situation & { survey: Survey }): Verdict {
  const { work, survey } = situation
  const live = work.envelopes.filter(({ status }) => status === 'live')
  const isOurs = ({ hash }: { hash: string }) => live.some((envelope) => envelope.hash === hash)
  const known = [...survey.found, ...work.booked].find(isOurs)
  if (known != null) return { kind: known.successful ? 'paid' : 'failed', transaction: known }
  const sequence = live[0]?.sequence
  if (sequence == null) return { kind: 'dead', evidence: { because: 'no live envelope' } }

  const booked = work.lane.bookedSequence ?? 0n
  if (highest(survey.sequence, booked) < sequence) return expiry(situation, maxTimeOf(live))
  if (booked < sequence || work.unmatched.length > 0) return { kind: 'unbooked' }
  // Books that reach the sequence have the transaction that took it; a bump signed by another account has none of our sequences.
  const by = work.consumer?.hash ?? 'a bump of another account'
  return { kind: 'dead', evidence: { because: 'sequence consumed', by } }
}

function maxTimeOf(live: readonly { maxTime: number }[]): number {
  return Math.max(...live.map(({ maxTime }) => maxTime))
}

/** The sequence is free: dead once the ledger of the same snapshot closed after the last second. */
function expiry(
  { work, memory, survey, settings }: Situation & { survey: Survey },
  maxTime: number,
): Verdict {
  const { ledger, before } = survey
  const evidence = { because: 'expired', sequence: survey.sequence.toString(), max_time: maxTime }
  if (ledger != null) {
    const times = [work.lane.tip, memory.ledgerTime].filter((time) => time != null)
    if (times.some((time) => time.sequence <= ledger && time.closedAt > maxTime)) {
      return { kind: 'dead', evidence: { ...evidence, ledger } }
    }
    // A ledger after the snapshot's that closed too late says nothing about the snapshot's.
    if (times.some((time) => time.sequence >= ledger && time.closedAt <= maxTime)) {
      return { kind: 'live' }
    }
    return { kind: 'read_ledger', which: ledger }
  }
  if (before == null) return { kind: 'read_ledger', which: 'latest' }
  if (before.closedAt <= maxTime + settings.expiryMarginSeconds) return { kind: 'live' }
  if ((work.payout.expiryReads ?? 0) + 1 < settings.expiryReads) return { kind: 'seems_expired' }
  return { kind: 'dead', evidence: { ...evidence, reads: settings.expiryReads } }
}
