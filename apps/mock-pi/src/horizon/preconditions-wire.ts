import type { Preconditions } from '../ledger/envelope.ts'
import { secondsToWire } from './hal-links.ts'

/** The last instant that a date can hold, in seconds: Go, and so Horizon, writes later years. */
const LAST_SECOND = 253_402_300_799n

/** When a transaction is valid: `valid_after` and `valid_before`, and all of it under `preconditions`. */
export function preconditionsToWire(conditions: Preconditions) {
  const preconditions = {
    ...timeBounds(conditions),
    ...ledgerBounds(conditions),
    ...sequenceConditions(conditions),
  }
  return {
    ...validity(conditions),
    ...(Object.keys(preconditions).length > 0 && { preconditions }),
  }
}

function validity({ hasTimeBounds, minTime, maxTime }: Preconditions) {
  if (!hasTimeBounds) return {}
  return {
    ...(minTime <= LAST_SECOND && { valid_after: instant(minTime) }),
    ...(maxTime > 0n && maxTime <= LAST_SECOND && { valid_before: instant(maxTime) }),
  }
}

function instant(seconds: bigint): string {
  return secondsToWire(Number(seconds) * 1000)
}

function timeBounds({ hasTimeBounds, minTime, maxTime }: Preconditions) {
  if (!hasTimeBounds) return {}
  const end = maxTime > 0n && { max_time: String(maxTime) }
  return { timebounds: { min_time: String(minTime), ...end } }
}

function ledgerBounds({ minLedger, maxLedger }: Preconditions) {
  if (minLedger === 0 && maxLedger === 0) return {}
  return {
    ledgerbounds: { min_ledger: minLedger, ...(maxLedger > 0 && { max_ledger: maxLedger }) },
  }
}

function sequenceConditions(conditions: Preconditions) {
  const { minSequence, minSequenceAge, minSequenceLedgerGap } = conditions
  return {
    ...(minSequence != null && { min_account_sequence: String(minSequence) }),
    ...(minSequenceAge > 0n && { min_account_sequence_age: String(minSequenceAge) }),
    ...(minSequenceLedgerGap > 0 && { min_account_sequence_ledger_gap: minSequenceLedgerGap }),
  }
}
