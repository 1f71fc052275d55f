import type { Settings } from '@aloha-pi/contracts/wire'
import type { Clock } from '../clock/clock.ts'
import type { LinkBase } from '../http/link-base.ts'
import type { Ledger, LedgerView } from '../ledger/ledger.ts'
import type { PaymentRecord } from '../payments/payment-record.ts'

/** The parts of the world that Horizon shows, and the URL that its links begin with. */
export type Horizon = {
  world: {
    ledger: Ledger
    clock: Clock
    settings: Pick<
      Settings,
      | 'replica_lag_ledgers'
      | 'latest_ledger_header'
      | 'submit_timeout_ms'
      | 'refused_submission_status'
    >
    payments: { find(id: string): PaymentRecord | undefined }
    ended: AbortSignal
  }
  url: LinkBase
}

/** What every read sees: the ledger of a replica, which may be some ledgers behind the network. */
export function replicaOf({ ledger, settings }: Horizon['world']): LedgerView {
  return ledger.view(settings.replica_lag_ledgers)
}
