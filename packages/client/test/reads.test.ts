import { getEventListeners } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { countTimers } from './count-timers.ts'
import { failureOf } from './failure-of.ts'
import { API_KEY } from './start-pi.ts'
import { startFaultServer, TIMEOUT_MS, type Fault } from './start-fault-server.ts'
import { json, startServer } from './start-server.ts'
import { PAYMENT_ID, wirePayment } from './wire-payment.ts'
import { createPiClient, type PiClientOptions } from '../src/index.ts'

const payment = wirePayment()

afterEach(() => {
  vi.useRealTimers()
})

async function startReads(faults: readonly Fault[], options: PiClientOptions = {}) {
  const waits: number[] = []
  const server = await startFaultServer(faults, () => ({ status: 200, body: payment }))
  const sleep = async (ms: number) => void waits.push(ms)
  const always = {
    apiKey: API_KEY,
    baseUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    sleep,
    random: () => 0,
  }
  const pi = createPiClient({ ...always, ...options })
  return { read: () => pi.payments.get(PAYMENT_ID), pi, waits, arrived: server.arrived }
}

const passing: Fault[] = [
  'reset before',
  'reset after',
  'stall before',
  'stall after',
  '500 page',
  '429',
  'cut JSON',
]

test.each(passing)('a read that meets %s twice is repeated twice', async (fault) => {
  const { read, arrived } = await startReads([fault, fault])
  expect(await read()).toEqual(payment)
  expect(arrived).toHaveLength(3)
})

test.each<[Fault, name: string]>([
  ['reset before', 'NetworkError'],
  ['stall before', 'TimeoutError'],
  ['500 page', 'PiApiError'],
  ['429', 'PiApiError'],
  ['cut JSON', 'ResponseShapeError'],
])('a read that meets %s three times ends as what it met, not as unknown', async (fault, name) => {
  const { read, arrived } = await startReads([fault, fault, fault])
  expect(await failureOf(read())).toMatchObject({ name, outcomeUnknown: false })
  expect(arrived).toHaveLength(3)
})

test('the waits double, and grow no longer than 8 s', async () => {
  const faults = Array.from({ length: 6 }, (): Fault => '500 page')
  const low = await startReads(faults, { retries: 6 })
  await low.read()
  expect(low.waits).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000])
  const high = await startReads(faults, { retries: 6, random: () => 0.999_999 })
  await high.read()
  expect(high.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000])
})

test('Retry-After is waited for', async () => {
  const { read, waits } = await startReads(['429', '500 page', '429'], { retries: 3 })
  await read()
  expect(waits).toEqual([7_000, 500, 7_000])
})

test('a Retry-After of an hour is not waited for, and is in the error', async () => {
  const { read, waits, arrived } = await startReads(['429 for an hour'])
  expect(await failureOf(read())).toMatchObject({ status: 429, retryAfterMs: 3_600_000 })
  expect(waits).toEqual([])
  expect(arrived).toHaveLength(1)
})

test.each([400, 401, 403, 404, 409, 422, 501])('a %i is not repeated', async (status) => {
  const { url, requests } = await startServer((res) => json(res, status, { error: 'some_code' }))
  const pi = createPiClient({ apiKey: API_KEY, baseUrl: url })
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toMatchObject({ status })
  expect(requests).toHaveLength(1)
})

test.each([
  ['of another shape', (res: Parameters<typeof json>[0]) => json(res, 200, { identifier: 7 })],
  ['of another status', (res: Parameters<typeof json>[0]) => json(res, 201, payment)],
  [
    'about another payment',
    (res: Parameters<typeof json>[0]) => json(res, 200, wirePayment({ identifier: 'another' })),
  ],
])('a response %s is not repeated: it would come again', async (_, response) => {
  const { url, requests } = await startServer(response)
  const pi = createPiClient({ apiKey: API_KEY, baseUrl: url })
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toHaveProperty('name', 'ResponseShapeError')
  expect(requests).toHaveLength(1)
})

test('the retries of a call go before those of the client', async () => {
  const none = await startReads(['500 page', '500 page'], { retries: 0 })
  await failureOf(none.read())
  expect(none.arrived).toHaveLength(1)
  expect(await none.pi.payments.get(PAYMENT_ID, { retries: 1 })).toEqual(payment)
  const one = await startReads(['500 page', '500 page'])
  await failureOf(one.pi.payments.get(PAYMENT_ID, { retries: 1 }))
  expect(one.arrived).toHaveLength(2)
})

test.each([-1, 1.5, 11, NaN, '2'])('retries: %j is refused', async (retries) => {
  const options = { apiKey: API_KEY, retries: retries as number }
  expect(() => createPiClient(options)).toThrow('retries: must be a whole number from 0 to 10')
  const { pi } = await startReads([])
  const call = pi.payments.get(PAYMENT_ID, { retries: retries as number })
  expect(await failureOf(call)).toMatchObject({ field: 'retries' })
})

test('an abort between two tries ends the call at once, and leaves no timer and no listener', async () => {
  const timers = countTimers()
  const controller = new AbortController()
  const { signal } = controller
  const fetch = async () => new Response('', { status: 503 })
  const pi = createPiClient({ apiKey: API_KEY, fetch })
  const read = failureOf(pi.payments.get(PAYMENT_ID, { signal }))
  const write = failureOf(pi.payments.approve(PAYMENT_ID, { signal }))
  await vi.advanceTimersByTimeAsync(1)
  expect(timers()).toBe(2)
  controller.abort(new Error('shutting down'))
  expect(await read).toMatchObject({ name: 'AbortError', outcomeUnknown: false })
  expect(await write).toMatchObject({
    name: 'AbortError',
    outcomeUnknown: true,
    cause: { message: 'shutting down' },
  })
  expect(timers()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('the default waits are spread by a random number', async () => {
  vi.useFakeTimers()
  let requests = 0
  const fetch = async () => {
    requests++
    return requests === 1 ? new Response('', { status: 503 }) : Response.json(payment)
  }
  const read = createPiClient({ apiKey: API_KEY, fetch }).payments.get(PAYMENT_ID)
  await vi.advanceTimersByTimeAsync(249)
  expect(requests).toBe(1)
  await vi.advanceTimersByTimeAsync(251)
  expect(await read).toEqual(payment)
})
