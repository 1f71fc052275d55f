import type { Instances } from './instances.ts'
import type { Forgotten } from '../check/facts.ts'
import { createDecisions } from './decide-payouts.ts'
import { requestOfPayout } from '../model/claims.ts'
import { emptyTables, type Tables } from '../model/tables.ts'
import type { Plan } from './plan.ts'
import type { SecondSite } from './second-site.ts'
import { simSettings } from '../kernel/settings.ts'
import type { SimWorld } from './sim-world.ts'

/** Longer than a forgotten transaction may still apply: what the manual says. */
const QUARANTINE_MS = 240_000
const SNAPSHOT_MS = 2_000

/** Ids of the form that Pi gives, which Pi does not know. */
const memoByHand = (i: number) => `ByHand${String(i).padStart(22, '0')}`

/**
 * What operators do: restore a copy of the files, lose the database, take a wrong key, pay by hand; and look after what
 * the alarms say. Each does what the manual says, some time after it was due.
 */
export function employOperators(
  world: SimWorld,
  instances: Instances,
  {
    plan,
    second,
    rollbacks,
    excused,
  }: {
    plan: Plan
    second: SecondSite
    rollbacks: Forgotten[]
    excused: Set<string>
  },
): void {
  const { scheduler, random, database, chain, trace } = world
  const { operators } = plan
  const { wallet } = simSettings
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
  const restartAll = () => {
    for (let i = 0; i < plan.instances; i += 1) instances.kill(i, random.between(100, 5_000))
  }

  if (operators.restores > 0) {
    let copies: { at: number; tables: ReturnType<typeof database.snapshot> }[] = []
    const keep = () => {
      if (world.areFaultsOver()) return
      copies.push({ at: scheduler.now(), tables: database.snapshot() })
      scheduler.after(SNAPSHOT_MS, keep)
    }
    keep()
    perMinute(operators.restores, () => {
      const target = scheduler.now() - random.between(1_000, 55_000)
      const copy = copies.findLast(({ at }) => at <= target)
      if (copy == null) return
      copies = copies.filter(({ at }) => at <= copy.at)
      trace?.(() => `an operator puts the files of ${(copy.at / 1000).toFixed(3)} back`)
      rollbacks.push({ from: copy.at, to: scheduler.now() })
      restartAll()
      const before = database.tables()
      database.putBack(copy.tables)
      if (!random.chance(operators.forgetful)) database.store.quarantine(wallet, QUARANTINE_MS)
      else noteForgotten(before, copy.tables, excused)
    })
  }
  let losses = 0
  perMinute(operators.losses, () => {
    losses += 1
    // A backup from before the first payout has the same deployment id, and no lane.
    const isBackup = random.chance(operators.emptyBackups)
    const made = `00000000-0000-4000-a000-1${String(losses).padStart(11, '0')}`
    const id = isBackup ? database.tables().deployment.own : made
    trace?.(() => `the database is lost, ${isBackup ? 'but for an empty backup' : 'all of it'}`)
    rollbacks.push({ from: 0, to: scheduler.now() })
    restartAll()
    database.rollBack(emptyTables(id))
    if (random.chance(operators.newClientIds)) world.renameClients()
  })
  perMinute(operators.wrongKeys, () => {
    if (world.isKeyWrong()) return
    trace?.(() => 'the key of another app is used')
    world.useWrongKey(true)
    restartAll()
    scheduler.after(random.between(5_000, 90_000), () => {
      trace?.(() => 'the right key is used again')
      world.useWrongKey(false)
      restartAll()
    })
  })
  let byHand = 0
  perMinute(operators.handPayments, () => {
    byHand += 1
    chain.useWallet('payment', memoByHand(byHand))
  })

  const decide = createDecisions(world)
  const look = () => {
    if (operators.decides) decide()
    const { lanes } = database.store.showLanes()
    for (const { source, stop, unmatched } of lanes) {
      if (stop != null) {
        if (!mayBeStopped(plan)) world.fail('I9', `the lane stops for nothing: ${stop.reason}`)
        trace?.(() => `an operator adopts after ${JSON.stringify(stop)}`)
        second.stop()
        database.store.adopt(source, QUARANTINE_MS)
      }
      for (const { hash, memo } of unmatched) {
        if (memo?.startsWith('ByHand') === true) database.store.markForeign(hash)
      }
    }
    scheduler.after(operators.lookMs, look)
  }
  scheduler.after(operators.lookMs, look)
}

/** What was signed and is forgotten without a quarantine: a "no" about it may be wrong, until the audit sees it paid. */
function noteForgotten(before: Tables, after: Tables, excused: Set<string>): void {
  for (const { hash, payoutId } of before.envelopes.values()) {
    const payout = before.payouts.get(payoutId)
    if (payout != null && !after.envelopes.has(hash)) excused.add(requestOfPayout(payout))
  }
}

/** Something happened after which a stop is right. */
function mayBeStopped({ faults, operators }: Plan): boolean {
  const { restores, losses, second } = operators
  return faults.rollbacks > 0 || restores > 0 || losses > 0 || second !== 'none'
}
