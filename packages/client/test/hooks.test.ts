import { afterEach, expect, test, vi } from 'vitest'
import { failureOf } from './failure-of.ts'
import { API_KEY } from './start-pi.ts'
import { json, startServer } from './start-server.ts'
import { PAYMENT_ID, wirePayment } from './wire-payment.ts'
import { createPiClient, type ClientHooks } from '../src/index.ts'

const TOKEN = 'canary-token-0123456789abcdefghijklmnopqrstuv'

afterEach(() => {
  vi.restoreAllMocks()
})

/** Hooks that keep what they get. */
function recordingHooks() {
  const events: [kind: string, event: Record<string, unknown>][] = []
  const hooks: ClientHooks = {
    request: (event) => events.push(['request', event]),
    response: (event) => events.push(['response', event]),
    retry: (event) => events.push(['retry', event]),
  }
  return { events, hooks }
}

test('hooks get every request, response and retry of a call, in order', async () => {
  const responses = [500, 200]
  const payment = wirePayment()
  payment.status.developer_approved = true
  const { url } = await startServer((res) =>
    json(res, responses.shift()!, payment, { 'x-request-id': `r-${responses.length}` }),
  )
  const { events, hooks } = recordingHooks()
  const options = { baseUrl: url, hooks, sleep: async () => {}, random: () => 0 }
  const pi = createPiClient({ apiKey: API_KEY, ...options })
  await pi.payments.approve(PAYMENT_ID)

  const write = { operation: 'payments.approve', call: 1, attempt: 1, method: 'POST' }
  const read = { operation: 'payments.get', call: 1, attempt: 2, method: 'GET' }
  expect(events).toMatchObject([
    ['request', { ...write, url: `${url}/v2/payments/${PAYMENT_ID}/approve` }],
    ['response', { ...write, status: 500, requestId: 'r-1' }],
    ['retry', { ...write, delayMs: 250, error: { name: 'PiApiError', status: 500 } }],
    ['request', { ...read, url: `${url}/v2/payments/${PAYMENT_ID}` }],
    ['response', { ...read, status: 200, requestId: 'r-0' }],
  ])
})

test('calls are numbered', async () => {
  const { url } = await startServer((res) => json(res, 200, wirePayment()))
  const { events, hooks } = recordingHooks()
  const pi = createPiClient({ apiKey: API_KEY, baseUrl: url, hooks })
  await pi.payments.get(PAYMENT_ID)
  await pi.payments.get(PAYMENT_ID)
  expect(events.map(([kind, { call }]) => `${kind} ${call}`)).toEqual([
    'request 1',
    'response 1',
    'request 2',
    'response 2',
  ])
})

test('what sends nothing is not reported', async () => {
  const { events, hooks } = recordingHooks()
  const pi = createPiClient({ apiKey: API_KEY, hooks })
  await failureOf(pi.payments.get('../me'))
  await failureOf(pi.payments.get(PAYMENT_ID, { signal: AbortSignal.abort() }))
  expect(events).toEqual([])
})

test('P22: no event holds a key or a token, also when the server repeats it in every header', async () => {
  const { url } = await startServer((res, { headers: { authorization } }) => {
    const echo = String(authorization)
    const headers = {
      'x-echo': echo,
      'set-cookie': 'session=secret',
      'x-request-id': echo.split(' ')[1],
    }
    json(res, 503, { error: 'x', error_message: echo }, headers)
  })
  const { events, hooks } = recordingHooks()
  const pi = createPiClient({ apiKey: API_KEY, baseUrl: url, hooks, sleep: async () => {} })
  await failureOf(pi.payments.get(PAYMENT_ID))
  await failureOf(pi.payments.approve(PAYMENT_ID))
  await failureOf(pi.me(TOKEN))
  const everything = events.map(([, event]) => {
    const { headers, error } = event as { headers?: Headers; error?: Error }
    return JSON.stringify([event, [...(headers ?? [])], error?.message, error?.stack])
  })
  expect(everything.length).toBeGreaterThan(10)
  for (const secret of [API_KEY, TOKEN, 'session=secret']) {
    expect(everything.join('\n')).not.toContain(secret)
  }
})

test('a hook that throws decides nothing: the call goes on, and the fault surfaces', async () => {
  const faults: unknown[] = []
  const surfaced = Promise.withResolvers<void>()
  const listeners = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (fault) => {
    faults.push(fault)
    if (faults.length === 2) surfaced.resolve()
  })
  try {
    const { url } = await startServer((res) => json(res, 200, wirePayment()))
    const hooks = {
      request: () => {
        throw new Error('bad request hook')
      },
      response: () => {
        throw new Error('bad response hook')
      },
    }
    const pi = createPiClient({ apiKey: API_KEY, baseUrl: url, hooks })
    expect(await pi.payments.approve(PAYMENT_ID)).toMatchObject({ identifier: PAYMENT_ID })
    await surfaced.promise
    expect(faults).toMatchObject([
      { message: 'bad request hook' },
      { message: 'bad response hook' },
    ])
  } finally {
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
  }
})

test.each([
  ['hooks.retry', { hooks: { retry: 'log' } }],
  ['sleep', { sleep: 1_000 }],
  ['random', { random: 0.5 }],
])('%s that is not a function is refused when the client is made', (field, options) => {
  const make = () => createPiClient(options as never)
  expect(make).toThrow(`${field}: must be a function`)
})
