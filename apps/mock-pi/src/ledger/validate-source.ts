import type { SignatureChecker } from './authorise.ts'
import type { Envelope, Preconditions } from './envelope.ts'
import type { Account } from './ledger.ts'
import { availableBalance } from './network-parameters.ts'
import type { TransactionCode } from './transaction-result.ts'
import type { Moment } from './validate-terms.ts'

type Terms = { envelope: Envelope; checker: SignatureChecker; fee: bigint }

/**
 * What speaks against a transaction whose sequence is right (core: commonValid after isBadSeq). `fee` is what
 * the source must still be able to pay: all that it offers, or nothing once fees are taken.
 */
export function findBadSource(
  { envelope, checker, fee }: Terms,
  source: Account,
  moment: Moment,
): TransactionCode | null {
  if (isTooSoonForAccount(envelope.preconditions, source, moment)) return 'tx_bad_minseq_age_or_gap'
  if (!checker.isAuthorised(source, source.address, 'low')) return 'tx_bad_auth'
  return availableBalance(source) < fee ? 'tx_insufficient_balance' : null
}

function isTooSoonForAccount(
  { minSequenceAge, minSequenceLedgerGap }: Preconditions,
  { sequenceTime, sequenceLedger }: Account,
  { earliest, ledger }: Moment,
): boolean {
  const lastSecond = BigInt(sequenceTime / 1000)
  return earliest - minSequenceAge < lastSecond || ledger - minSequenceLedgerGap < sequenceLedger
}
