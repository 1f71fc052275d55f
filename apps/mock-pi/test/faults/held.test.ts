import { expect, test } from 'vitest'
import { haveFault } from './have-fault.ts'

const NEVER = { effect: { type: 'never' } } as const
const reset = { cause: { code: 'ECONNRESET' } }

async function haveHeld(...options: Parameters<typeof haveFault>) {
  const mock = await haveFault(...options)
  /** Waits until so many requests are held. */
  const isHeld = (count = 1) =>
    expect
      .poll(async () => (await mock.call('GET', '/_mock/faults')).body.held, { interval: 5 })
      .toBe(count)
  return { ...mock, isHeld }
}

test.each([
  ['a reset', ({ control }) => control('/reset')],
  ['a clear', ({ control }) => control('/faults/clear')],
  ['the removal of the rule', ({ control }) => control('/faults/fault-1/remove')],
  ['the end of the mock', ({ close }) => close()],
] as [string, (mock: Awaited<ReturnType<typeof haveHeld>>) => Promise<unknown>][])(
  '%s cuts off requests that wait',
  async (_, end) => {
    const mock = await haveHeld()
    mock.addFault(NEVER)
    const asked = mock.ask('GET', '/payments/x').catch((error: unknown) => error)
    await mock.isHeld()
    await end(mock)
    expect(await asked).toMatchObject(reset)
  },
)

test('a client that goes away leaves its place', async () => {
  const { addFault, url, headers, isHeld } = await haveHeld()
  addFault(NEVER)
  const leave = new AbortController()
  const asked = fetch(`${url}/v2/payments/x`, { headers, signal: leave.signal }).catch(() => 'left')
  await isHeld()
  leave.abort()
  expect(await asked).toBe('left')
  await isHeld(0)
})

test('beyond the limit a request does not wait: 503 says why', async () => {
  const { addFault, ask, call, isHeld } = await haveHeld({ limits: { held: 1 } })
  addFault(NEVER)
  const first = ask('GET', '/payments/x').catch(() => 'cut off')
  await isHeld()
  const second = await ask('GET', '/payments/x')
  expect(second.status).toBe(503)
  expect(second.headers.get('x-mock-rule')).toBe('fault/too_many_held')
  expect(await second.text()).toBe(
    'The fault fault-1 should let this request wait, and 1 wait already.',
  )
  const { body } = await call('GET', '/_mock/explain/last')
  expect([body.rule, body.status]).toEqual(['fault/too_many_held', 503])
  void first
})

test.each(['latency', 'late'] as const)("%s by the mock's clock waits for it", async (type) => {
  const { addFault, ask, control, havePayment, isApproved, isHeld } = await haveHeld()
  const { id } = await havePayment()
  addFault({
    match: { operation: 'platform.payments.approve' },
    effect: { type, ms: 50_000, clock: 'mock' },
  })
  const asked = ask('POST', `/payments/${id}/approve`)
  await isHeld()
  await control('/clock/advance', { ms: 49_999 })
  await isHeld()
  expect(isApproved(id)).toBe(type === 'late')
  await control('/clock/advance', { ms: 1 })
  expect((await asked).status).toBe(200)
  expect(isApproved(id)).toBe(true)
})

test('a latency and another effect meet the same request', async () => {
  const { addFault, ask, control, isHeld } = await haveHeld()
  addFault({ effect: { type: 'latency', ms: 1_000, clock: 'mock' } })
  addFault({ effect: { type: 'html-500' } })
  const asked = ask('GET', '/payments/x')
  await isHeld()
  await control('/clock/advance', { ms: 1_000 })
  expect((await asked).status).toBe(500)
})
