import type { Payout } from '../../src/payouts/model/payout.ts'
import { simSettings } from '../kernel/settings.ts'
import type { SimWorld } from './sim-world.ts'

/** A payout that is held again after so many retries is not retried any more. */
const RETRIES = 2

/**
 * What an operator decides about payouts, by the documented commands and only when an alarm asks for it: what is held is
 * given up, or tried again; what is paid and never completed at Pi is settled.
 */
export function createDecisions({ database, scheduler, trace, alarms }: SimWorld) {
  const retries = new Map<string, number>()
  const isAlarmed = ({ id }: Payout, code: string) =>
    alarms.has(`${code} ${id}`) || alarms.has('stuck')

  const decideHeld = (payout: Payout) => {
    const { store } = database
    const { id } = payout
    if (store.release(id, 'cancel') != null) return
    const times = (retries.get(id) ?? 0) + 1
    retries.set(id, times)
    if (times > RETRIES && store.settlePaid(id) != null) return
    store.release(id, 'retry')
  }

  return function decide(): void {
    for (const payout of database.tables().payouts.values()) {
      const { id, state, waitsFor, createdAt } = payout
      if (state === 'held' && isAlarmed(payout, 'held')) {
        trace?.(() => `an operator decides about ${id}`)
        decideHeld(payout)
      }
      const isOld = scheduler.now() - createdAt.getTime() > simSettings.stuckMs
      if (state === 'paid' && waitsFor === 'refusal' && isOld && alarms.has('stuck')) {
        trace?.(() => `an operator settles ${id}`)
        database.store.settlePaid(id)
      }
    }
  }
}
