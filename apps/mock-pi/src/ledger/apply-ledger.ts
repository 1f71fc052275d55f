import { applyTransaction, chargeFee } from './apply-transaction.ts'
import type { Candidate } from './authorise.ts'
import type { LedgerTransaction } from './ledger.ts'
import type { LedgerState } from './ledger-state.ts'
import type { ClosingLedger } from './new-account.ts'
import { NO_OUTCOMES } from './outcome.ts'
import { resultToXdr } from './result-xdr.ts'

/** Applies what a ledger holds: all fees first, then each transaction in an order that no one can choose. */
export function applyLedger(
  state: LedgerState,
  candidates: readonly Candidate[],
  ledger: ClosingLedger & { sealedAt: number; previousHash: string },
): LedgerTransaction[] {
  const ordered = shuffle(candidates, ledger.previousHash)
  const fees = ordered.map(({ envelope }) => chargeFee(state.accounts, envelope, ledger))
  return ordered.map((candidate, place) => {
    const { result, outcomes } = applyTransaction(state, candidate, ledger)
    const { envelope } = candidate
    const fee = fees[place] ?? 0n
    const written = resultToXdr(result, fee, { operations: envelope.operations, outcomes })
    const successful = result.code === 'tx_success'
    return {
      envelope,
      successful,
      result: written.result,
      resultXdr: written.resultXdr,
      feeCharged: written.feeCharged,
      outcomes: successful ? outcomes : NO_OUTCOMES,
      ledger: ledger.sequence,
      index: place + 1,
      sealedAt: ledger.sealedAt,
      closedAt: ledger.closedAt,
    }
  })
}

/** By the hash of each mixed with one of the ledger, as core does: arrival gives no place. */
function shuffle(candidates: readonly Candidate[], previousHash: string): Candidate[] {
  if (candidates.length < 2) return [...candidates]
  const salt = BigInt(`0x${previousHash}`)
  const key = ({ envelope }: Candidate) => BigInt(`0x${envelope.hash}`) ^ salt
  return candidates.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
