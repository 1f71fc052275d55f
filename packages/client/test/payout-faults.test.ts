import { expect, test } from 'vitest'
import { createFakeProxy, NEW_PAYOUT } from './fake-proxy.ts'
import { ALOHA_KEY } from './start-aloha.ts'
import { startFaultServer, TIMEOUT_MS, type Fault } from './start-fault-server.ts'
import { PAYMENT_ID, PAYOUT_ID, TXID } from './wire-payment.ts'
import { createAlohaClient, type AlohaApiError, type AlohaClient } from '../src/index.ts'

/** Calls a proxy whose connections meet these faults, and returns all that came of it. */
async function meet(call: (aloha: AlohaClient) => Promise<unknown>, faults: readonly Fault[]) {
  const proxy = createFakeProxy()
  const server = await startFaultServer(faults, proxy.serve)
  const waits: number[] = []
  const aloha = createAlohaClient({
    apiKey: ALOHA_KEY,
    baseUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0,
  })
  const outcome = await call(aloha).then(
    (returned) => ({ returned }),
    (error: AlohaApiError) => ({ error }),
  )
  return { ...proxy, outcome, waits, requests: server.arrived.length }
}

const withKey = (aloha: AlohaClient) => aloha.a2u.create(NEW_PAYOUT, { idempotencyKey: 'order-1' })
const withoutKey = (aloha: AlohaClient) => aloha.a2u.create(NEW_PAYOUT)

const passing: [faults: Fault[], requests: number][] = [
  [['ok'], 1],
  [['reset before'], 2],
  [['reset after'], 2],
  [['stall before'], 2],
  [['stall after'], 2],
  [['500 page'], 2],
  [['500 page after'], 2],
  [['429'], 2],
  [['cut JSON'], 2],
  [['reset after', 'stall after'], 3],
  [['cut JSON', '500 page after'], 3],
  [['429', 'reset before'], 3],
]
const named = passing.map(([faults, requests]) => [faults.join(', '), faults, requests] as const)

test.each(named)('a2u.create with a key meets %s: paid once', async (_, faults, requests) => {
  const met = await meet(withKey, faults)
  expect(met.outcome).toMatchObject({ returned: { payout: { status: 'completed' } } })
  expect(met.requests).toBe(requests)
  expect(met.payouts()).toBe(1)
})

const lasting: [faults: Fault[], payouts: number][] = [
  [['reset before', 'reset before', 'reset before'], 0],
  [['reset after', 'reset after', 'reset after'], 1],
  [['stall after', '500 page', '429'], 1],
  [['cut JSON', '429 for an hour'], 1],
]

test.each(lasting)(
  'a2u.create with a key meets %j: unknown, never failed',
  async (faults, payouts) => {
    const met = await meet(withKey, faults)
    expect(met.outcome).toMatchObject({
      error: { name: 'OutcomeUnknownError', outcomeUnknown: true },
    })
    expect((met.outcome as { error: Error }).error.message).toContain(
      'Repeat the call with the same idempotencyKey: it pays once.',
    )
    expect(met.payouts()).toBe(payouts)
  },
)

test.each<[Fault, payouts: number, name: string]>([
  ['reset before', 0, 'OutcomeUnknownError'],
  ['reset after', 1, 'OutcomeUnknownError'],
  ['stall before', 0, 'OutcomeUnknownError'],
  ['stall after', 1, 'OutcomeUnknownError'],
  ['500 page', 0, 'OutcomeUnknownError'],
  ['500 page after', 1, 'OutcomeUnknownError'],
  ['cut JSON', 1, 'OutcomeUnknownError'],
  ['429', 0, 'AlohaApiError'],
])(
  'a2u.create without a key meets %s: one request, whatever happened',
  async (fault, payouts, name) => {
    const met = await meet(withoutKey, [fault])
    expect(met.outcome).toMatchObject({ error: { name } })
    expect(met.requests).toBe(1)
    expect(met.waits).toEqual([])
    expect(met.payouts()).toBe(payouts)
  },
)

test('a2u.create without a key is one request also when retries are asked for', async () => {
  const call = (aloha: AlohaClient) => aloha.a2u.create(NEW_PAYOUT, { retries: 5 })
  expect((await meet(call, ['reset after'])).requests).toBe(1)
})

const safe: Record<string, (aloha: AlohaClient) => Promise<unknown>> = {
  'u2a.approve': (aloha) => aloha.u2a.approve(PAYMENT_ID),
  'u2a.complete': (aloha) => aloha.u2a.complete(PAYMENT_ID, TXID),
  'u2a.abort': (aloha) => aloha.u2a.abort(PAYMENT_ID),
  'a2u.cancel': (aloha) => aloha.a2u.cancel(PAYOUT_ID),
}
const safeCases = Object.keys(safe).flatMap((name) =>
  named.map(([title, faults, requests]) => [name, title, faults, requests] as const),
)

test.each(safeCases)('%s meets %s: repeated as it is', async (name, _, faults, requests) => {
  const met = await meet(safe[name]!, faults)
  expect(met.outcome).toHaveProperty('returned')
  expect(met.requests).toBe(requests)
  expect(met.effects.size).toBe(1)
})

test.each(Object.keys(safe))('%s that stays without a response is unknown', async (name) => {
  const met = await meet(safe[name]!, ['reset after', 'stall after', 'cut JSON'])
  expect(met.outcome).toMatchObject({ error: { name: 'OutcomeUnknownError' } })
})
