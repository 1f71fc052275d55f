import type { Envelope } from './envelope.ts'
import type { LedgerTransaction } from './ledger.ts'
import type { TransactionResult } from './transaction-result.ts'
import { waitForLedger, type WaitPorts } from './wait-for-ledger.ts'

/** How a submission ends. A timeout says nothing about the transaction: it may still come into a ledger. */
export type Submission =
  /** In a ledger: applied, or failed there. */
  | { kind: 'in_ledger'; transaction: LedgerTransaction }
  | { kind: 'refused'; result: TransactionResult; resultXdr: string }
  | { kind: 'timeout' }

export type SubmitPorts = WaitPorts & {
  settings: () => { replica_lag_ledgers: number; submit_timeout_ms: number }
}

/**
 * Horizon's synchronous `POST /transactions` (txsub/system.go): looks the hash up in history, else hands the
 * transaction to the network and waits until history has it. What the network puts off is waited for like
 * what it takes. `tx_bad_seq` may mean that the transaction is in a ledger that history does not have yet,
 * so the response comes when history has reached that sequence or has caught up with the network.
 */
export async function submitTransaction(
  ports: SubmitPorts,
  envelope: Envelope,
  signal?: AbortSignal,
): Promise<Submission> {
  const { ledger, settings } = ports
  const view = () => ledger.view(settings().replica_lag_ledgers)
  const findInLedger = (): Submission | null => {
    const transaction = view().transaction(envelope.hash)
    return transaction == null ? null : { kind: 'in_ledger', transaction }
  }
  const known = findInLedger()
  if (known != null) return known

  const admission = ledger.receive(envelope)
  const refusal = admission.kind === 'refused' ? admission : null
  if (refusal != null && refusal.result.code !== 'tx_bad_seq') return refusal
  const isBehind = () => view().latest().sequence < ledger.view().latest().sequence
  const hasReachedSequence = () =>
    (view().account(envelope.source.address)?.sequence ?? -1n) >= envelope.sequence
  const ask = () =>
    findInLedger() ?? (refusal != null && (hasReachedSequence() || !isBehind()) ? refusal : null)
  const response = await waitForLedger(ports, ask, settings().submit_timeout_ms, signal)
  return response ?? { kind: 'timeout' }
}
