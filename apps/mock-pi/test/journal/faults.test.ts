import { expect, test } from 'vitest'
import { haveFault } from '../faults/have-fault.ts'

type Mock = Awaited<ReturnType<typeof haveFault>>

async function approve(mock: Mock) {
  const { id } = await mock.havePayment()
  return mock.ask('POST', `/payments/${id}/approve`, {}).catch(() => undefined)
}
const newest = (mock: Mock) => mock.journal.list().entries.at(-1)!

test('a lost response leaves its rule, its fault and its request id', async () => {
  const mock = await haveFault()
  const { id: fault } = mock.faults.add({ effect: { type: 'lost-answer' } })
  await approve(mock)
  await mock.journal.waitFor({ operation: 'payments.approve' })

  const entry = newest(mock)

  expect(entry).toMatchObject({
    operation: 'payments.approve',
    response: null,
    rule: 'fault/lost-answer',
    fault,
    duration_ms: expect.any(Number),
  })
  const explained = await mock.explain(entry.request_id ?? '')
  expect(explained).toMatchObject({ fault, status: null, rule: 'fault/lost-answer' })
})

test.each([
  [{ type: 'html-500' }, 500, 'fault/html-500'],
  [{ type: 'error', code: 'payment_not_found' }, 404, 'fault/error'],
  [{ type: 'truncated' }, null, 'fault/truncated'],
  [{ type: 'latency', ms: 1 }, 200, 'fault/latency'],
  [{ type: 'twice' }, 400, 'fault/twice'],
] as const)('%j is in the entry of its request', async (effect, status, rule) => {
  const mock = await haveFault()
  mock.faults.add({ match: { operation: 'platform.payments.approve' }, effect })
  await approve(mock)
  await mock.journal.waitFor({ operation: 'payments.approve' })
  const { rule: noted, fault, response, request_id: requestId } = newest(mock)
  expect([noted, fault, response?.status ?? null]).toEqual([rule, 'fault-1', status])
  expect(requestId).toMatch(/^[\w-]{8,}$/)
})

test.each([
  { type: 'never' },
  { type: 'late', ms: 60_000 },
  { type: 'latency', ms: 60_000 },
] as const)('%j shows its request while it waits', async (effect) => {
  const mock = await haveFault()
  mock.faults.add({ match: { operation: 'platform.payments.approve' }, effect })
  const seen: unknown[] = []
  mock.onEvent((event) => seen.push(event), ['request'])
  const responded = approve(mock)

  const { met, entries } = await mock.journal.waitFor({ operation: 'payments.approve' })

  expect(met).toBe(true)
  const held = { fault: 'fault-1', rule: `fault/${effect.type}`, duration_ms: null }
  expect(entries).toMatchObject([{ ...held, request_id: expect.any(String) }])
  expect(seen).toMatchObject([{ entry: held }])
  mock.faults.clear()
  await responded
})

test('without a fault and a refusal there is no rule, and every response has a request id', async () => {
  const mock = await haveFault()
  await approve(mock)
  const { rule, fault, request_id: requestId, response } = newest(mock)
  expect([rule, fault]).toEqual([null, null])
  expect(requestId).toBe(response?.headers['x-request-id'])
})

test('operations are named with and without their API, and in groups', async () => {
  const mock = await haveFault()
  await approve(mock)
  await mock.call('GET', '/ledgers')
  const count = (operation: string) => mock.journal.list({ operation }).total
  expect(count('platform.payments.approve')).toBe(1)
  expect(count('payments.approve')).toBe(1)
  expect(count('payments.*')).toBe(1)
  expect(count('chain.*')).toBe(1)
  expect(count('chain.payments.approve')).toBe(0)
})
