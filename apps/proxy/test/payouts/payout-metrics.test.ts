import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { until } from '../start-operator-world.ts'
import { startWorldBehindMan } from './start-world-behind-man.ts'
import { payoutBody } from './start-payout-world.ts'

const world = await startWorldBehindMan({
  env: {
    METRICS_PORT: '0',
    METRICS_HOST: '127.0.0.1',
    PAYOUT_WAIT_MS: '3000',
    PAYOUT_FEE: '0.1',
    PAYOUT_FEE_CAP: '0.1',
    PAYOUT_CAP: '1000000',
    PAYOUT_CLIENT_DAY_CAP: '10000000',
    PAYOUT_DAY_CAP: '10000000',
  },
})
afterAll(() => world.close())
const { call, control, mock, newUser, pi, proxy } = world

async function scrape(): Promise<string> {
  return (await fetch(`${proxy.metricsUrl}/metrics`)).text()
}

/** The value of a metric with exactly these labels; undefined: it has none. */
async function valueOf(metric: string): Promise<number | undefined> {
  const line = (await scrape()).split('\n').find((each) => each.startsWith(`${metric} `))
  return line == null ? undefined : Number(line.slice(metric.length + 1))
}

// Each look makes the database count.
const SCRAPE_EVERY_MS = 150
const untilIs = (metric: string, value: number) =>
  until(async () => ((await valueOf(metric)) === value ? true : undefined), SCRAPE_EVERY_MS)

let keys = 0
/** Asks for a payout; the name of its key is in no metric. */
async function ask(uid: string, wish: Record<string, unknown> = {}) {
  const headers = { 'idempotency-key': `order-${(keys += 1)}` }
  return call('POST a2u/create', { body: payoutBody(uid, wish), headers })
}

test('what ended is counted by state and code, and so is a fee at its cap', async () => {
  await untilIs('aloha_lane_owner', 1)
  const response = await ask(await newUser())
  expect(response.status).toBe(200)
  expect(await valueOf('aloha_payouts_ended_total{state="completed",code="none"}')).toBe(1)
  expect(await valueOf('aloha_payout_fee_at_cap_total')).toBe(1)

  expect((await ask(randomUUID())).status).toBe(404)
  expect(await valueOf('aloha_payouts_ended_total{state="failed",code="user_not_found"}')).toBe(1)
})

test('the lags of Horizon and of the books, and upstreams that are up', async () => {
  const lag = await valueOf('aloha_horizon_lag_seconds')
  expect(lag).toBeGreaterThanOrEqual(-1)
  expect(lag).toBeLessThan(30)
  expect(await valueOf('aloha_books_lag_sequences')).toBeLessThanOrEqual(1)
  expect(await valueOf('aloha_upstream_down{upstream="pi"}')).toBe(0)
  expect(await valueOf('aloha_upstream_down{upstream="horizon"}')).toBe(0)
})

test('an upstream is down after three calls without a usable response, and the other is not', async () => {
  pi.twist(({ path }) => (path.startsWith('/v2/') ? 'lost' : undefined))
  await ask(await newUser())
  await untilIs('aloha_upstream_down{upstream="pi"}', 1)
  expect(await valueOf('aloha_upstream_down{upstream="horizon"}')).toBe(0)
  expect(await valueOf('aloha_payouts_waiting{reason="pi"}')).toBe(1)
  pi.straight()
  await untilIs('aloha_upstream_down{upstream="pi"}', 0)
  await untilIs('aloha_payouts_ended_total{state="completed",code="none"}', 2)
  expect(await valueOf('aloha_payouts_waiting{reason="pi"}')).toBeUndefined()
})

test('what waits for money is counted, with how much there is and how many of them it pays', async () => {
  const available = await valueOf('aloha_wallet_available_pi')
  expect(available).toBeGreaterThan(0)
  const uid = await newUser()
  const tooMuch = Math.ceil(available ?? 0) + 1
  await Promise.all([ask(uid, { amount: tooMuch }), ask(uid, { amount: tooMuch + 1 })])
  await untilIs('aloha_payouts_waiting{reason="money"}', 2)
  expect(await valueOf('aloha_wallet_waiting_payouts')).toBe(2)
  expect(await valueOf('aloha_wallet_covered_payouts')).toBe(0)
  await control.post('/ledger/fund', { address: mock.wallet.address, amount: 100 })
  // It pays one of them, and then not the other.
  await untilIs('aloha_payouts_ended_total{state="completed",code="none"}', 3)
})

test('a payment of others that blocks the app is counted as that, and is what all wait for', async () => {
  await control.patch('/settings', { a2u_concurrency: 'per-app' })
  const uid = await newUser()
  const opened = await fetch(`${mock.url}/v2/payments`, {
    method: 'POST',
    headers: { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ payment: { amount: 1, memo: '', metadata: { other: 1 }, uid } }),
  })
  const { identifier } = (await opened.json()) as { identifier: string }
  await Promise.all([ask(await newUser()), ask(await newUser())])
  await untilIs('aloha_payouts_blocked{by="others"}', 1)
  expect(await valueOf('aloha_payouts_blocked{by="ours"}')).toBe(0)
  expect(await valueOf('aloha_lane_waits{reason="app_payment"}')).toBe(1)
  expect(await valueOf('aloha_payouts_waiting{reason="app_payment"}')).toBe(1)
  expect(await valueOf('aloha_payouts_waiting{reason="turn"}')).toBe(1)

  const metrics = await scrape()
  for (const text of [identifier, uid, mock.wallet.address, 'order-', 'Thanks']) {
    expect(metrics).not.toContain(text)
  }
})
