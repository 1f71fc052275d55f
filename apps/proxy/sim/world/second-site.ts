import type { PayoutRequest } from '../../src/a2u/accept-payout.ts'
import { isFinal } from '../../src/payouts/model/payout.ts'
import type { Rules } from '../../src/payouts/protocol/rules.ts'
import { requestOfPayout } from '../model/claims.ts'
import { clientCaps } from './clients.ts'
import { createInstances } from './instances.ts'
import { emptyTables } from '../model/tables.ts'
import { drawRequest, type Plan } from './plan.ts'
import { createSimDatabase, type StoreRules } from '../model/sim-database.ts'
import type { SimWorld } from './sim-world.ts'

/** A second deployment with the same wallet and key: a copy of the database, or one of its own. */
export type SecondSite = {
  stop(): void
  forget(): void
  /** What it was asked for, by clients that do not wait. */
  requests: readonly PayoutRequest[]
  /** Requests in work that both databases know: two copies may report different things about them. */
  shared: ReadonlySet<string>
}

const ITS_ID = '00000000-0000-4000-a000-200000000000'

/** Starts some time after the first, and is stopped by an operator, or when the faults end. */
export function haveSecondSite(
  world: SimWorld,
  plan: Plan,
  options: { rulesFor: (clock: { now: () => number }) => Rules; storeRules: StoreRules },
): SecondSite {
  const { scheduler, random, trace } = world
  const { second } = plan.operators
  const requests: PayoutRequest[] = []
  const shared = new Set<string>()
  if (second === 'none') {
    return { stop: () => undefined, forget: () => undefined, requests, shared }
  }
  const database = createSimDatabase(scheduler.now, options.storeRules)
  world.watch(database)
  const instances = createInstances(
    { ...world, database },
    { prefix: 'q', skewMs: plan.faults.skewMs, rulesFor: options.rulesFor, crash: undefined },
  )
  let isOver = false
  scheduler.after(random.between(5_000, plan.faultsEndMs * 0.7), () => {
    if (isOver) return
    trace?.(() => `a second deployment starts: ${second}`)
    if (second === 'empty') database.rollBack(emptyTables(ITS_ID))
    else if (second === 'clone') database.putBack(world.database.snapshot())
    else database.rollBack(world.database.snapshot())
    for (const payout of database.tables().payouts.values()) {
      if (!isFinal(payout.state)) shared.add(requestOfPayout(payout))
    }
    world.sites.add(database)
    instances.start(0)
    if (second === 'clone') return
    for (let i = random.int(1, 3); i > 0; i -= 1) {
      const request = drawRequest(random, 1_000 + i, plan.faults)
      requests.push(request)
      database.store.accept({ ...request, windowMs: 0, caps: clientCaps, isOpen: true })
    }
  })
  const stop = () => {
    isOver = true
    world.sites.delete(database)
    instances.stop()
  }
  scheduler.after(plan.faultsEndMs, stop)
  return { stop, forget: instances.forget, requests, shared }
}
