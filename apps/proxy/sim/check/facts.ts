import type { PayoutRequest } from '../../src/a2u/accept-payout.ts'
import type { PayoutState } from '../../src/payouts/model/payout.ts'
import type { PayoutSettings } from '../../src/payouts/model/settings.ts'
import type { Faults } from '../kernel/faults.ts'
import type { SimChain } from '../model/chain-of-wallet.ts'
import type { Tables } from '../model/tables.ts'
import type { Scope } from '../model/pi-records.ts'
import type { SimPi } from '../model/sim-pi.ts'

/** The database lost what it committed after `from`, and until `to`. */
export type Forgotten = { from: number; to: number }

export type Violation = { invariant: string; detail: string; at: number }

/** What a client learned about its payout, once it was final. */
export type ClientResponse = {
  payoutId: string
  /** As `requestOfPayout` says it. */
  request: string
  state: PayoutState
  /** When the row became so: a process that was paused may tell it much later. */
  decidedAt: number
}

export type Facts = {
  chain: SimChain
  pi: SimPi
  tables: Tables
  /** The wallet of a user, whatever Pi's payment says. */
  addressOf: (uid: string) => string
  /** Everything that clients asked for. */
  requests: readonly PayoutRequest[]
  responses: readonly ClientResponse[]
  /** Payouts that a client wanted cancelled. */
  cancels: ReadonlySet<string>
  rollbacks: readonly Forgotten[]
  /** Requests about which an operator's mistake made a "no" possible: two running copies, a restore without a quarantine. */
  excused: ReadonlySet<string>
  /** What the history was drawn with: whether a "no" may have had a cause. */
  faults: Faults
  withoutMoney: PayoutSettings['withoutMoney']
  scope: Scope
  /** Hashes of requests whose clients had not learned an end when patience was over. */
  waiting: readonly string[]
}
