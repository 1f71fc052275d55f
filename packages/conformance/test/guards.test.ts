import { wireExchange } from '@aloha-pi/contracts/fixtures'
import { expect, test } from 'vitest'
import { runConformance } from '../src/run-conformance.ts'
import { countingIds, fakeClock, fakeTarget, unknown, type FakeResponse } from './fake-target.ts'

const KEY = 'canaryKey0123456789abcdefghijklm'
const options = { target: 'platform', baseUrl: 'http://127.0.0.1:9', apiKey: KEY } as const

/** Takes the key, knows nothing. */
const empty = (): FakeResponse => ({ status: 404, body: unknown })
const mainnetPayment = {
  ...(wireExchange('platform-payments-get').response?.body as object),
  network: 'Pi Network',
}

test('a run without write sends nothing but GET and OPTIONS', async () => {
  const { send, requests } = fakeTarget(empty)
  const report = await runConformance({ ...options, send, payment: 'somePayment' })

  expect(requests.length).toBeGreaterThan(50)
  expect([...new Set(requests.map(({ method }) => method))].sort()).toEqual(['GET', 'OPTIONS'])
  expect(report.write).toBe(false)
  expect(report.counts.skipped).toBeGreaterThan(100)
})

test('a run that writes says so in its requests', async () => {
  const { send, requests } = fakeTarget(empty)
  await runConformance({ ...options, send, write: true })
  expect(requests.map(({ method }) => method)).toContain('POST')
})

test.each(['https://api.minepi.com', 'https://API.MinePi.com/v2', 'https://api.minepi.com./'])(
  'nothing is written to %s, and nothing is sent at all',
  async (baseUrl) => {
    const { send, requests } = fakeTarget(empty)
    const run = runConformance({ ...options, baseUrl, send, write: true })
    await expect(run).rejects.toThrow(/is the real Pi, where nothing is written/)
    expect(requests).toEqual([])
  },
)

test('the real Pi may be read, and written to when that is asked for', async () => {
  for (const wish of [{ write: false }, { write: true, allowMainnet: true }]) {
    const { send, requests } = fakeTarget(empty)
    await runConformance({ ...options, baseUrl: 'https://api.minepi.com', send, ...wish })
    expect(requests.length).toBeGreaterThan(0)
  }
})

test.each([false, true])(
  'a payment of the real network ends the run (write: %s), and nothing more is sent',
  async (write) => {
    const { send, requests } = fakeTarget(({ path }) =>
      path.endsWith('/somePayment') ? { status: 200, body: mainnetPayment } : empty(),
    )
    const run = runConformance({ ...options, send, write, payment: 'somePayment' })
    await expect(run).rejects.toThrow(/is on "Pi Network", the real network, so the run stops/)
    expect(requests.at(-1)?.path).toBe('/v2/payments/somePayment')
  },
)

test('a payment of the real network in a list ends the run too', async () => {
  const { send } = fakeTarget(({ path }) =>
    path.endsWith('/incomplete_server_payments')
      ? { status: 200, body: { incomplete_server_payments: [mainnetPayment] } }
      : empty(),
  )
  await expect(runConformance({ ...options, send })).rejects.toThrow(/Pi Network/)
})

test('a payment of the real network is one like others when that is asked for', async () => {
  const { send } = fakeTarget(({ path }) =>
    path.endsWith('/somePayment') ? { status: 200, body: mainnetPayment } : empty(),
  )
  const only = ['payments.get/known']
  const report = await runConformance({
    ...options,
    send,
    only,
    payment: 'somePayment',
    allowMainnet: true,
  })
  expect(report.results).toMatchObject([{ id: 'payments.get/known' }])
})

test('a mock that bears the name of the real network is not touched', async () => {
  const world = { network: 'Pi Network', settings: { u2a_pending: 'replace-unpaid' } }
  const { send, requests } = fakeTarget(() => ({ status: 200, body: world }))
  const run = runConformance({ ...options, send, write: true, control: 'http://127.0.0.1:9' })
  await expect(run).rejects.toThrow(/the mock is on "Pi Network"/)
  expect(requests.map(({ method }) => method)).toEqual(['GET'])
})

test('a 429 is waited for as long as it says, and asked again', async () => {
  let calls = 0
  const { send } = fakeTarget(() => {
    calls += 1
    return calls % 2 === 0
      ? { status: 429, body: unknown, headers: { 'retry-after': '7' } }
      : empty()
  })
  const clock = fakeClock()
  const notes: string[] = []
  const report = await runConformance({
    ...options,
    send,
    clock,
    only: ['payments.get/unknown'],
    onNote: (note) => notes.push(note),
  })
  expect(report.counts).toMatchObject({ passed: 1 })
  // Of three requests each second try is limited.
  expect(clock.waits).toEqual([7000, 7000])
  expect(notes).toEqual(clock.waits.map(() => 'the target limits calls: waiting 7 s'))
})

test('the same seed makes up the same requests, another one others', async () => {
  const sent = async (seed: number) => {
    const { send, requests } = fakeTarget(empty)
    const only = ['payments.get/any-odd-id']
    await runConformance({ ...options, send, seed, only, newId: countingIds() })
    return requests.map(({ path }) => path)
  }
  expect(await sent(5)).toEqual(await sent(5))
  expect(await sent(5)).not.toEqual(await sent(6))
})
