import type { Figure } from '../figure.ts'
import type { Contender } from './contender.ts'
import type { Databases } from './databases.ts'
import { startLink, type Carried, type Fate, type Link, type Operation } from './link.ts'
import { makeOrders, type Order, type Said } from './orders.ts'
import type { Paid, PayingApp, PayoutWorld } from './payout-world.ts'
import { createPiBackend } from './pi-backend-contender.ts'
import { createProxies } from './proxy-contender.ts'

/** After the effect, of the first time that the operation succeeds for the order. */
type Fault = { operation: Operation; what: Fate | 'process_dies' }

/** The same for every program, over and over; the first of eight orders meets none. */
const faults: readonly (Fault | undefined)[] = [
  undefined,
  { operation: 'create', what: 'is_lost' },
  { operation: 'submit', what: 'is_lost' },
  { operation: 'submit', what: 'becomes_504' },
  { operation: 'complete', what: 'is_lost' },
  { operation: 'create', what: 'process_dies' },
  { operation: 'submit', what: 'process_dies' },
  { operation: 'complete', what: 'process_dies' },
]

const LEDGER_MS = 100
const LEASE_MS = 3_000
const OPEN_AT_ONCE = 5

type Make = (app: PayingApp, url: string) => Contender
type Tested = {
  contender: Contender
  link: Link
  met: { faults: number; kills: number }
  schedule: Schedule
}
/** Empty: no fault. */
type Schedule = Map<string, Fault>

/** Who pays twice, and who loses a payment, when responses are lost and processes die. The ledger is the judge. */
export async function measureFaults(
  world: PayoutWorld,
  databases: Databases,
  count: number,
): Promise<Figure[]> {
  await world.setLedgerClose(LEDGER_MS)
  const postgres = await databases.newPostgres()
  const pglite = await databases.newPglite()
  const proxy = (name: string, database: Record<string, string>): Make => {
    const own = { name, database, ledgerMs: LEDGER_MS, leaseMs: LEASE_MS }
    return (app, url) => createProxies(app, { ...own, urls: [url] })
  }
  const makes: Make[] = [
    proxy('proxy, Postgres', postgres.env),
    proxy('proxy, PGlite', pglite),
    loop('pi-backend, submits again', 'submit_again'),
    loop('pi-backend, cancels', 'cancel'),
  ]
  const tested = await Promise.all(makes.map((make) => startTested(world, make)))
  try {
    const figures: Figure[] = []
    for (const purpose of ['calm', 'faults'] as const) {
      const orders = makeOrders(purpose, count)
      const all = tested.map((each) => judge(world, each, orders, purpose === 'faults'))
      figures.push(...(await Promise.all(all)))
    }
    return figures
  } finally {
    for (const { contender, link } of tested) {
      await contender.close()
      await link.close()
    }
  }
}

function loop(name: string, afterFailedSubmit: 'submit_again' | 'cancel'): Make {
  return (app, url) => createPiBackend(app, url, { name, afterFailedSubmit })
}

async function startTested(world: PayoutWorld, make: Make): Promise<Tested> {
  const schedule: Schedule = new Map()
  const met = { faults: 0, kills: 0 }
  let kill = () => {}
  const onCarried = ({ operation, order, status }: Carried): Fate => {
    const fault = schedule.get(order ?? '')
    if (order == null || fault?.operation !== operation || status >= 300) return 'arrives'
    schedule.delete(order)
    met.faults += 1
    if (fault.what !== 'process_dies') return fault.what
    met.kills += 1
    kill()
    return 'is_lost'
  }
  const link = await startLink(world.url, onCarried)
  const contender = make(await world.newApp(), link.url)
  kill = () => contender.kill()
  return { contender, link, met, schedule }
}

async function judge(
  world: PayoutWorld,
  { contender, met, schedule }: Tested,
  orders: readonly Order[],
  isFaulty: boolean,
): Promise<Figure> {
  for (const [index, { name }] of orders.entries()) {
    const fault = faults[index % faults.length]
    if (isFaulty && fault != null) schedule.set(name, fault)
  }
  const startedAt = performance.now()
  const said = await contender.pay(orders, { openAtOnce: OPEN_AT_ONCE })
  const seconds = (performance.now() - startedAt) / 1_000
  const { twice, lost, unknown, unpaid } = compare(
    orders,
    said,
    await world.readPaid(contender.app),
  )
  const isOurs = contender.name.startsWith('proxy')
  const faced = isFaulty ? `${met.faults} faults, ${met.kills} of them kills` : 'no faults'
  return {
    name: `${contender.name}: ${isFaulty ? 'with' : 'without'} faults`,
    value: `${twice} twice, ${lost} lost`,
    ...(isOurs && { budget: '0 twice, 0 lost', met: twice + lost + unknown + unpaid === 0 }),
    note: `of ${orders.length}; ${faced}; ${unpaid} not paid, ${unknown} unknown; ${seconds.toFixed(0)} s`,
  }
}

/**
 * `lost`: the ledger shows money for an order that the program calls not paid, or none for one that it calls paid.
 * `unpaid`: not paid, and the program says so.
 */
function compare(orders: readonly Order[], said: ReadonlyMap<string, Said>, paid: Paid) {
  const counts = { twice: 0, lost: 0, unknown: 0, unpaid: 0 }
  for (const { name } of orders) {
    const times = paid.get(name)?.length ?? 0
    const status = said.get(name)?.status ?? 'unknown'
    if (times > 1) counts.twice += 1
    if (status === 'unknown') counts.unknown += 1
    else if (times > 0 !== (status === 'paid')) counts.lost += 1
    else if (times === 0) counts.unpaid += 1
  }
  return counts
}
