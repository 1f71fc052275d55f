import type { Forgotten } from '../check/facts.ts'
import { correlated } from '../../src/payouts/model/correlation.ts'
import type { Instances } from './instances.ts'
import type { Tables } from '../model/tables.ts'
import { drawAppRefusal } from './phases.ts'
import { uidOf } from '../kernel/users.ts'
import { BLOCKED_USER, type Plan } from './plan.ts'
import type { SimWorld } from './sim-world.ts'

export type InjectedFaults = {
  pauses: number
  rollbacks: Forgotten[]
}

/** What happens to processes, database, wallet and Pi by itself until the faults end. */
export function injectFaults(world: SimWorld, instances: Instances, plan: Plan): InjectedFaults {
  const { scheduler, random, chain, pi } = world
  const { faults } = plan
  const seen: InjectedFaults = { pauses: 0, rollbacks: [] }
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
  const { phases } = world
  const untilAfter = (fromMs: number, toMs: number) =>
    Math.min(plan.faultsEndMs, scheduler.now() + random.between(fromMs, toMs))
  const outage = (place: keyof typeof phases.down) => () => {
    world.count(`${place} outage`)
    phases.down[place] = untilAfter(10_000, 120_000)
  }
  perMinute(faults.appRefusals, () => {
    phases.refusal = drawAppRefusal(random, untilAfter(10_000, 120_000))
  })
  beginPhases(world, plan)
  openForeignPayments(world, plan)
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

/** Horizon far behind, or 503 for many minutes: once, some time before the faults end. */
function beginPhases({ scheduler, random, phases, count }: SimWorld, plan: Plan): void {
  const { faultsEndMs } = plan
  const { farBehindMs, unavailableMs } = plan.faults
  const once = (lastsMs: number, begin: (until: number) => void) => {
    if (lastsMs <= 0) return
    const at = random.between(0, Math.max(0, faultsEndMs - lastsMs))
    scheduler.after(at, () => begin(Math.min(faultsEndMs, at + lastsMs)))
  }
  once(farBehindMs, (until) => {
    count('Horizon far behind')
    phases.behind = { since: scheduler.now(), until, maxMs: random.between(30_000, farBehindMs) }
  })
  once(unavailableMs, (until) => {
    const place = random.chance(0.7) ? 'pi' : 'chain'
    phases.unavailable = { place, until, takesEffect: random.chance(0.5) }
  })
}

/** What other programs have open at Pi: for good where it blocks no payout, or one user; else until the faults end. */
function openForeignPayments(world: SimWorld, plan: Plan): void {
  const { scheduler, random, pi } = world
  const { faults, scope, faultsEndMs } = plan
  if (faults.blockedUser && scope === 'per-user') pi.leaveOpen(BLOCKED_USER)
  const others = scope === 'per-app' ? 0 : faults.foreignOpen
  for (let i = 0; i < others; i += 1) pi.leaveOpen(uidOf(0x2_0000_0000 + i))
  if (!faults.blockedApp || scope !== 'per-app') return
  const block = () => {
    const leftMs = faultsEndMs - scheduler.now()
    if (leftMs <= 0 || pi.foreignPayment(BLOCKED_USER, leftMs)) return
    scheduler.after(1_000, block)
  }
  scheduler.after(random.between(0, faultsEndMs / 2), block)
}

const SNAPSHOT_MS = 2_000

/** The database comes back as it was 1 to 55 seconds ago. */
function rollBack(world: SimWorld, seen: InjectedFaults): () => void {
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
