import type { Figure } from '../figure.ts'
import { quantile } from '../statistics.ts'
import type { Databases } from './databases.ts'
import { startLink, type Asked, type Carried } from './link.ts'
import { makeOrders } from './orders.ts'
import type { PayoutWorld } from './payout-world.ts'
import { createProxies } from './proxy-contender.ts'

const LEDGER_MS = 1_000
/** The signature replaces its own sequence: nothing waits for the end of its time bound. */
const BUDGET_LEDGERS = 5 + 3

/** From a submit that is lost, or whose response is, to the completion of its payout. Every payout meets one. */
export async function measureLostSubmits(
  world: PayoutWorld,
  databases: Databases,
  count: number,
): Promise<Figure[]> {
  await world.setLedgerClose(LEDGER_MS)
  const { env } = await databases.newPostgres()
  const lostAt = new Map<string, number>()
  const ledgers: { request: number[]; response: number[] } = { request: [], response: [] }
  const isOfResponse = (order: string) => Number(order.split('-').at(-1)) % 2 === 1
  const lose = (order: string | undefined, what: 'request' | 'response') => {
    if (order == null || lostAt.has(order) || isOfResponse(order) !== (what === 'response'))
      return false
    lostAt.set(order, performance.now())
    return true
  }
  const isLost = ({ operation, order }: Asked) => operation === 'submit' && lose(order, 'request')
  const onCarried = ({ operation, order, status }: Carried) => {
    if (operation === 'submit' && lose(order, 'response')) return 'is_lost'
    const at = lostAt.get(order ?? '')
    if (operation !== 'complete' || status !== 200 || order == null || at == null) return 'arrives'
    ledgers[isOfResponse(order) ? 'response' : 'request'].push((performance.now() - at) / LEDGER_MS)
    return 'arrives'
  }
  const link = await startLink(world.url, onCarried, isLost)
  const options = { name: 'proxy', urls: [link.url], database: env, ledgerMs: LEDGER_MS }
  const proxies = createProxies(await world.newApp(), options)
  try {
    const said = await proxies.pay(makeOrders('lost', count), { openAtOnce: 4 })
    const paid = [...said.values()].filter(({ status }) => status === 'paid').length
    return [
      figureOf('a submit that never arrived', ledgers.request, paid === count),
      figureOf('a submit whose response was lost', ledgers.response, paid === count),
    ]
  } finally {
    await proxies.close()
    await link.close()
  }
}

function figureOf(what: string, ledgers: readonly number[], areAllPaid: boolean): Figure {
  const [p50, p99] = [quantile(ledgers, 0.5), quantile(ledgers, 0.99)]
  return {
    name: `${what}: to completed, p50 / p99`,
    value: `${p50.toFixed(1)} / ${p99.toFixed(1)} ledgers`,
    budget: `p99 ≤ ${BUDGET_LEDGERS}`,
    met: p99 <= BUDGET_LEDGERS && areAllPaid,
    note: `${ledgers.length} payouts, ledgers of ${LEDGER_MS} ms`,
  }
}
