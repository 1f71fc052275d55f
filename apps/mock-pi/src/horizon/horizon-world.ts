import type { Settings } from '@aloha-pi/contracts/wire'
import type { Request, Response } from 'express'
import type { Clock } from '../clock/clock.ts'
import type { LinkBase } from '../http/link-base.ts'
import type { Ledger, LedgerView } from '../ledger/ledger.ts'
import type { PaymentRecord } from '../payments/payment-record.ts'
import type { StreamPlaces } from './stream-places.ts'

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
      | 'stream_timeout_ms'
      | 'chain'
      | 'refused_submission_status'
    >
    payments: { find(id: string): PaymentRecord | undefined }
    ended: AbortSignal
  }
  url: LinkBase
  /** Places for streams of events. */
  streams: StreamPlaces
  /** Logs what went wrong after a response had begun, and cuts it off. */
  reportFault(fault: unknown, req: Pick<Request, 'method' | 'path'>, res: Response): void
}

/** What every read sees: the ledger of a replica, which may be some ledgers behind the network. */
export function replicaOf({
  ledger,
  settings,
}: Pick<Horizon['world'], 'ledger' | 'settings'>): LedgerView {
  return ledger.view(settings.replica_lag_ledgers)
}
