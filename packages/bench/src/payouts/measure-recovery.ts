import { setTimeout } from 'node:timers/promises'
import type { Figure } from '../figure.ts'
import { quantile } from '../statistics.ts'
import type { Databases } from './databases.ts'
import { startLink, type Carried } from './link.ts'
import { makeOrders, phase, type Order } from './orders.ts'
import type { PayoutWorld } from './payout-world.ts'
import { createProxies, type ProxyContender } from './proxy-contender.ts'

const LEDGER_MS = 1_000
const LEASE_MS = 3_000
const BUDGET_MS = LEASE_MS + 3 * LEDGER_MS
const OPEN_AT_ONCE = 4

type Wanted = { name: string; instances: number; database: Record<string, string> }

/** From the SIGKILL of the instance that pays to the next payout that is completed at Pi. */
export async function measureRecovery(
  world: PayoutWorld,
  databases: Databases,
  kills: number,
): Promise<Figure[]> {
  await world.setLedgerClose(LEDGER_MS)
  const postgres = () => databases.newPostgres()
  const all: Wanted[] = [
    { name: 'two instances', instances: 2, database: (await postgres()).env },
    { name: 'one, started again', instances: 1, database: (await postgres()).env },
    { name: 'one on PGlite, started again', instances: 1, database: await databases.newPglite() },
  ]
  return Promise.all(all.map((each) => recover(world, each, kills)))
}

async function recover(world: PayoutWorld, wanted: Wanted, kills: number): Promise<Figure> {
  const { name, instances, database } = wanted
  const watch = createWatch()
  const links = await Promise.all(
    Array.from({ length: instances }, (_, index) => startLink(world.url, watch.heard(index))),
  )
  const urls = links.map(({ url }) => url)
  const options = { name, urls, database, ledgerMs: LEDGER_MS, leaseMs: LEASE_MS }
  const proxies = createProxies(await world.newApp(), options)
  try {
    const startedAt = performance.now()
    await proxies.ready()
    const start = `an instance starts in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`
    const isOver = new AbortController()
    const paying = proxies.pay(ordersUntil(isOver.signal), { openAtOnce: OPEN_AT_ONCE })
    const times = await killAndWait(proxies, watch, kills)
    isOver.abort()
    const said = await paying
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)]
    const open = [...said.values()].filter(({ status }) => status !== 'paid').length
    return {
      name: `${name}: kill to next completed, p50 / p99`,
      value: `${(p50 / 1_000).toFixed(1)} / ${(p99 / 1_000).toFixed(1)} s`,
      budget: `p99 ≤ ${BUDGET_MS / 1_000} s`,
      met: p99 <= BUDGET_MS && open === 0,
      note: `${kills} kills; ${start}; ${said.size} payouts, ${open} not known to be paid`,
    }
  } finally {
    await proxies.close()
    for (const link of links) await link.close()
  }
}

async function killAndWait(proxies: ProxyContender, watch: Watch, kills: number) {
  const times: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    await watch.completed(performance.now())
    // At all times of a ledger.
    await setTimeout(LEDGER_MS * phase(kill))
    const killedAt = performance.now()
    proxies.killInstance(watch.worker())
    times.push((await watch.completed(killedAt)) - killedAt)
  }
  return times
}

type Watch = ReturnType<typeof createWatch>

/** Called for every payout that is completed, and who asked last. */
function createWatch() {
  let worker = 0
  const waiting = new Set<{ after: number; resolve: (at: number) => void }>()
  return {
    worker: () => worker,
    heard:
      (index: number) =>
      ({ operation, status, askedAt }: Carried) => {
        if (operation !== 'other') worker = index
        if (operation !== 'complete' || status !== 200) return 'arrives' as const
        for (const each of waiting) {
          if (askedAt < each.after) continue
          waiting.delete(each)
          each.resolve(performance.now())
        }
        return 'arrives' as const
      },
    /** When the next one that is asked for after this is completed. */
    completed: (after: number) => new Promise<number>((resolve) => waiting.add({ after, resolve })),
  }
}

function* ordersUntil(isOver: AbortSignal): Generator<Order> {
  for (const order of makeOrders('recovery', 10_000)) {
    if (isOver.aborted) return
    yield order
  }
}
