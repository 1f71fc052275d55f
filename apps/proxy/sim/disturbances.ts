import { correlated } from '../src/payouts/correlation.ts'
import type { Instances } from './instances.ts'
import type { Tables } from './memory-payout-store.ts'
import { uidOf, type Plan } from './plan.ts'
import type { SimWorld } from './sim-world.ts'

export type Disturbances = {
  pauses: number
  rollbacks: Forgotten[]
}

/** The database lost what it committed after `from`, and until `to`. */
export type Forgotten = { from: number; to: number }

/** What happens to processes, database, wallet and Pi by itself until the faults end. */
export function disturb(world: SimWorld, instances: Instances, plan: Plan): Disturbances {
  const { scheduler, random, chain, pi } = world
  const { faults } = plan
  const seen: Disturbances = { pauses: 0, rollbacks: [] }
  const someIndex = () => random.int(0, plan.instances - 1)
  const perMinute = (rate: number, act: () => void) => {
    if (rate <= 0) return
    const next = () =>
      scheduler.after((-Math.log(1 - random.unit()) * 60_000) / rate, () => {
        if (world.areFaultsOver()) return
        act()
        next()
      })
    next()
  }

  perMinute(faults.kills, () => {
    const restartMs = random.chance(0.7) ? random.between(0, 2_000) : random.between(0, 20_000)
    instances.kill(someIndex(), restartMs)
  })
  perMinute(faults.pauses, () => {
    seen.pauses += 1
    instances.pause(someIndex(), random.between(1_000, 120_000))
  })
  const { outages } = world
  const outage = (place: keyof typeof outages) => () => {
    world.count(`${place} outage`)
    outages[place] = scheduler.now() + random.between(10_000, 120_000)
  }
  perMinute(faults.piOutages, outage('pi'))
  perMinute(faults.horizonOutages, outage('chain'))
  perMinute(faults.submitOutages, outage('submit'))
  perMinute(faults.otherTransactions, () => chain.touchWallet(random.chance(0.2)))
  perMinute(faults.restarts, () => instances.restart(someIndex()))
  perMinute(faults.foreignTransactions, () =>
    chain.useWallet('payment', random.chance(0.5) ? 'rent' : null),
  )
  perMinute(faults.bumps, () => chain.useWallet('bump', null))
  perMinute(faults.piCancels, pi.cancelSome)
  const wasTold = (id: string) => {
    const payouts = [...world.database.tables().payouts.values()]
    return payouts.some(({ piId, toAddress }) => piId === id && toAddress != null)
  }
  perMinute(faults.forgedRefunds, () => {
    const [first, ...others] = [...world.database.tables().payouts.values()]
    if (first == null) return
    const { own } = world.database.tables().deployment
    chain.useWallet('payment', pi.addForged(correlated(random.pick([first, ...others]), own)))
  })
  perMinute(faults.movedRecipients, () => pi.moveRecipient(wasTold))
  perMinute(faults.foreignPayments, () =>
    pi.foreignPayment(uidOf(random.int(0, 20)), random.between(5_000, 60_000)),
  )
  if (faults.rollbacks > 0) perMinute(faults.rollbacks, rollBack(world, seen))
  return seen
}

const SNAPSHOT_MS = 2_000

/** The database comes back as it was 1 to 55 seconds ago. */
function rollBack(world: SimWorld, seen: Disturbances): () => void {
  const { scheduler, random, database, trace } = world
  let snapshots: { at: number; tables: Tables }[] = []
  const keep = () => {
    if (world.areFaultsOver()) return
    snapshots.push({ at: scheduler.now(), tables: database.snapshot() })
    scheduler.after(SNAPSHOT_MS, keep)
  }
  keep()
  return () => {
    const target = scheduler.now() - random.between(1_000, 55_000)
    const snapshot = snapshots.findLast(({ at }) => at <= target)
    if (snapshot == null) return
    snapshots = snapshots.filter(({ at }) => at <= snapshot.at)
    seen.rollbacks.push({ from: snapshot.at, to: scheduler.now() })
    database.rollBack(snapshot.tables)
    trace?.(() => `the database is rolled back to ${(snapshot.at / 1000).toFixed(3)}`)
  }
}
