import type { Payout } from '../../src/payouts/model/payout.ts'
import type { PayoutSettings } from '../../src/payouts/model/settings.ts'
import type { SimChain } from '../model/chain-of-wallet.ts'
import type { Faults } from '../kernel/faults.ts'
import type { Phases } from './phases.ts'
import type { Random } from '../../testkit/random.ts'
import type { RefusedForGood } from '../model/refusals-for-good.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { SimDatabase } from '../model/sim-database.ts'
import type { SimPi } from '../model/sim-pi.ts'

export type Strike = (call: string) => Partial<Faults> | undefined

export type World = {
  phases: Phases
  /** What Pi refuses for good. */
  forGood: RefusedForGood
  scheduler: Scheduler
  random: Random
  faults: () => Faults
  /** What befalls the call that is made now, instead of what is drawn. */
  strike: Strike | undefined
  chain: SimChain
  pi: SimPi
  /** Another app's Pi: what a wrong key sees. */
  otherPi: SimPi
  isKeyWrong: () => boolean
  /** Requests refused for a wrong key by a database that knows no payment of the wallet: it has no way to know the truth. */
  refusedUnknowing: Set<string>
  database: SimDatabase
  /** A request to cancel a payment arrives: from which database, and the payouts that it had when it was sent. */
  onCancel: (piId: string, by: SimDatabase, known: readonly Payout[]) => void
  settings: PayoutSettings
  /** An envelope reached Horizon. */
  onArrival: (hash: string) => void
  count: (fault: string) => void
  trace: ((line: () => string) => void) | undefined
}
