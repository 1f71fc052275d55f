import type { Envelope, Preconditions } from './envelope.ts'
import type { Account } from './ledger.ts'
import { feeOf, startingSequence } from './network-parameters.ts'
import type { TransactionCode } from './transaction-result.ts'

/** When a transaction is looked at: in which ledger, and between which close times (seconds). */
export type Moment = { ledger: number; earliest: bigint; latest: bigint }

/**
 * What speaks against a transaction before its sequence counts as used (core: commonValidPreSeqNum and
 * isBadSeq, in that order).
 */
export function findBadTerms(
  envelope: Envelope,
  source: Account | undefined,
  moment: Moment,
): TransactionCode | null {
  const { preconditions, operations } = envelope
  // Neither is simulated; refused before anything else, so that no program comes to rely on it.
  if (envelope.isFeeBump || preconditions.hasExtraSigners) return 'tx_not_supported'
  if (operations.length === 0) return 'tx_missing_operation'
  if (envelope.hasSorobanData && !operations.every(isSoroban)) return 'tx_malformed'
  if (isTooEarly(preconditions, moment)) return 'tx_too_early'
  if (isTooLate(preconditions, moment)) return 'tx_too_late'
  if (envelope.maxFee < feeOf(operations.length)) return 'tx_insufficient_fee'
  if (source == null) return 'tx_no_source_account'
  return isBadSequence(envelope, source, moment) ? 'tx_bad_seq' : null
}

function isTooEarly({ minTime, minLedger }: Preconditions, { earliest, ledger }: Moment): boolean {
  return minTime > earliest || minLedger > ledger
}

function isTooLate({ maxTime, maxLedger }: Preconditions, { latest, ledger }: Moment): boolean {
  return (maxTime !== 0n && maxTime < latest) || (maxLedger !== 0 && maxLedger <= ledger)
}

function isBadSequence(
  { sequence, preconditions: { minSequence } }: Envelope,
  source: Account,
  { ledger }: Moment,
): boolean {
  if (sequence === startingSequence(ledger)) return true
  if (minSequence != null) return source.sequence < minSequence || source.sequence >= sequence
  // After the last of 64 bits nothing comes: an envelope cannot say the next.
  return source.sequence + 1n !== sequence
}

const SOROBAN = new Set(['invoke_host_function', 'extend_footprint_ttl', 'restore_footprint'])
const isSoroban = (operation: Envelope['operations'][number]) =>
  operation.type === 'not_simulated' && SOROBAN.has(operation.name)
