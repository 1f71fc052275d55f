import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'
import type { PayoutFigures } from './payout-metrics.ts'

const figures: PayoutFigures = {
  states: { received: 3, held: 1 },
  oldestSeconds: 77,
  oldestOfStates: { received: 12, held: 77 },
  waiting: { money: 2, turn: 1, operator: 1 },
  blocked: { ours: 1, others: 0 },
  laneWait: 'app_payment',
  wallet: { isOwner: true, available: 25_000_000n, unsigned: 3, covered: 2, bookedSequence: 100n },
}

/** The samples of payouts in a scrape, without those that count. */
async function scrape({ text }: { text(): Promise<string> }) {
  const names = /^aloha_(payouts|payout_oldest|payouts_|wallet|lane|books)/
  return (await text()).split('\n').filter((line) => names.test(line))
}

test('each scrape reads the figures once, and shows those', async () => {
  const metrics = createMetrics()
  let reads = 0
  metrics.watchPayouts(async () => {
    reads += 1
    return reads === 1
      ? figures
      : { ...figures, states: {}, oldestSeconds: 0, oldestOfStates: {}, wallet: null }
  })
  metrics.seeSequence(103n)
  expect(await scrape(metrics)).toEqual([
    'aloha_payouts{state="received"} 3',
    'aloha_payouts{state="held"} 1',
    'aloha_payout_oldest_seconds 77',
    'aloha_payout_oldest_in_state_seconds{state="received"} 12',
    'aloha_payout_oldest_in_state_seconds{state="held"} 77',
    'aloha_payouts_waiting{reason="money"} 2',
    'aloha_payouts_waiting{reason="turn"} 1',
    'aloha_payouts_waiting{reason="operator"} 1',
    'aloha_payouts_blocked{by="ours"} 1',
    'aloha_payouts_blocked{by="others"} 0',
    'aloha_lane_waits{reason="app_payment"} 1',
    'aloha_wallet_available_pi 2.5',
    'aloha_wallet_waiting_payouts 3',
    'aloha_wallet_covered_payouts 2',
    'aloha_lane_owner 1',
    'aloha_books_lag_sequences 3',
  ])
  expect(reads).toBe(1)
  const next = await scrape(metrics)
  expect(next).toContain('aloha_payout_oldest_seconds 0')
  for (const gone of ['aloha_payouts{', 'aloha_wallet_', 'aloha_lane_owner', 'aloha_books_']) {
    expect(next.filter((line) => line.startsWith(gone))).toEqual([])
  }
})

test('scrapes at the same time share one reading', async () => {
  const metrics = createMetrics()
  let reads = 0
  metrics.watchPayouts(async () => {
    reads += 1
    return figures
  })
  await Promise.all([scrape(metrics), scrape(metrics)])
  expect(reads).toBe(1)
})

test('figures that cannot be read are left out', async () => {
  const metrics = createMetrics()
  let isDown = false
  metrics.watchPayouts(async () => (isDown ? undefined : figures))
  await scrape(metrics)
  isDown = true
  expect(await scrape(metrics)).toEqual([])
})

test('whatever codes upstreams send, the label has few values', async () => {
  const metrics = createMetrics()
  for (let i = 0; i < 1_000; i += 1) metrics.countPayoutEnd('failed', `code_${i}`)
  metrics.countPayoutEnd('failed', 'code_0')
  const lines = (await metrics.text()).split('\n').filter((line) => /ended_total\{/.test(line))
  expect(lines).toHaveLength(61)
  expect(lines).toContain('aloha_payouts_ended_total{state="failed",code="other"} 940')
  expect(lines).toContain('aloha_payouts_ended_total{state="failed",code="code_0"} 2')
})

test('an alarm that was said once for many counts for all', async () => {
  const metrics = createMetrics()
  metrics.countPayoutAlarm('stuck', 1)
  metrics.countPayoutAlarm('stuck', 41)
  expect(await metrics.text()).toContain('aloha_payout_alarms_total{code="stuck"} 42')
})

test('an alarm that never came is 0, so that its first one is an increase', async () => {
  const metrics = createMetrics()
  metrics.expectPayoutAlarms(['held'])
  expect(await metrics.text()).toContain('aloha_payout_alarms_total{code="held"} 0')
  metrics.countPayoutAlarm('held', 1)
  expect(await metrics.text()).toContain('aloha_payout_alarms_total{code="held"} 1')
})
