import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { countTimers } from './count-timers.ts'
import { failureOf } from './failure-of.ts'
import { lostResponseOf } from './lost-response-of.ts'
import { API_KEY, startPi } from './start-pi.ts'
import { json } from './start-server.ts'
import { PAYMENT_ID, TXID, wirePayment } from './wire-payment.ts'
import { createPiClient, isAbortError, isNetworkError, isTimeoutError } from '../src/index.ts'

const half = JSON.stringify(wirePayment()).slice(0, 100)

afterEach(() => {
  vi.useRealTimers()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('a refused connection is a NetworkError that says the server did not receive it', async () => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`
  const pi = createPiClient({ apiKey: API_KEY, baseUrl, retries: 0 })
  const error = await failureOf(pi.payments.approve(PAYMENT_ID))
  expect(isNetworkError(error)).toBe(true)
  expect(error).toMatchObject({
    failure: 'not_connected',
    code: 'ECONNREFUSED',
    outcomeUnknown: false,
    request: `POST ${baseUrl}/v2/payments/${PAYMENT_ID}/approve`,
  })
  expect(error.message).toContain('The server did not receive the request: check baseUrl')
})

const refused = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}`), { syscall: 'connect' })

test.each([
  ['a host without an address', Object.assign(new Error(), { syscall: 'getaddrinfo' })],
  ['a refusal on both addresses', new AggregateError([refused('::1'), refused('127.0.0.1')])],
  ['a slow handshake', Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' })],
])('%s is recognised as a connection never made', async (_, cause) => {
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }))
  const pi = createPiClient({ apiKey: API_KEY, fetch, retries: 0 })
  const error = await failureOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({ failure: 'not_connected', outcomeUnknown: false })
})

test.each([
  ['an address that refused beside one that reset', [refused('::1'), new Error('ECONNRESET')]],
  ['a failure of no address at all', []],
])('%s leaves the outcome unknown', async (_, errors) => {
  const cause = new AggregateError(errors)
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }))
  const pi = createPiClient({ apiKey: API_KEY, fetch, retries: 0 })
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({ failure: 'no_answer', outcomeUnknown: true })
})

test('a reset connection is a NetworkError whose outcome is unknown', async () => {
  const { pi, requests } = await startPi((_res, _seen, req) => req.socket.resetAndDestroy())
  const error = await lostResponseOf(pi.payments.complete(PAYMENT_ID, TXID))
  expect(error).toMatchObject({
    name: 'NetworkError',
    failure: 'no_answer',
    code: 'ECONNRESET',
    outcomeUnknown: true,
  })
  expect(error.message).toContain('It may have been executed')
  expect(requests).toHaveLength(1)
})

test('a fetch that does not say what broke leaves the outcome unknown', async () => {
  const fetch = () => Promise.reject(new TypeError('Failed to fetch'))
  const pi = createPiClient({ apiKey: API_KEY, fetch, retries: 0 })
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({ failure: 'no_answer', outcomeUnknown: true, code: undefined })
  expect(error.cause).toMatchObject({ name: 'TypeError', message: 'Failed to fetch' })
})

test.each([
  ['shorter than its content-length', { 'content-length': '5000' }],
  ['without its last chunk', {}],
])('a response that ends early, %s, is a NetworkError', async (_, headers) => {
  const { pi } = await startPi((res) => {
    res.writeHead(200, { 'content-type': 'application/json', ...headers })
    res.write(half, () => res.destroy())
  })
  expect(await lostResponseOf(pi.payments.approve(PAYMENT_ID))).toMatchObject({
    name: 'NetworkError',
    failure: 'answer_ended_early',
    outcomeUnknown: true,
  })
})

test('a lost read has no unknown outcome: it can be tried again', async () => {
  const { pi } = await startPi((res) => res.destroy())
  const error = await failureOf(pi.payments.get(PAYMENT_ID))
  expect(error).toMatchObject({ name: 'NetworkError', outcomeUnknown: false })
  expect(error.message).toContain('A read changes nothing')
})

test('a server that never responds ends in a TimeoutError', async () => {
  const { pi, requests } = await startPi(() => {}, { timeoutMs: 400 })
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(isTimeoutError(error)).toBe(true)
  expect(error).toMatchObject({ timeoutMs: 400, outcomeUnknown: true })
  expect(requests).toHaveLength(1)
})

test('P12: a body that drips ends in a TimeoutError, and the connection is closed', async () => {
  const closed = Promise.withResolvers<void>()
  const { pi } = await startPi((res) => {
    res.writeHead(200, { 'content-type': 'application/json' })
    const drip = setInterval(() => res.write(' '), 5)
    res.on('close', () => {
      clearInterval(drip)
      closed.resolve()
    })
  })
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID, { timeoutMs: 500 }))
  expect(error).toMatchObject({ name: 'TimeoutError', timeoutMs: 500 })
  await closed.promise
})

test('the timeout of a call goes before that of the client', async () => {
  const { pi } = await startPi(() => {}, { timeoutMs: 60_000 })
  const error = await failureOf(pi.payments.get(PAYMENT_ID, { timeoutMs: 50 }))
  expect(error).toMatchObject({ name: 'TimeoutError', timeoutMs: 50, outcomeUnknown: false })
})

test('an abort while waiting is an AbortError with the reason of the signal', async () => {
  const controller = new AbortController()
  const reason = new Error('the user left')
  const { pi } = await startPi(() => controller.abort(reason))
  const error = await failureOf(pi.payments.approve(PAYMENT_ID, { signal: controller.signal }))
  expect(isAbortError(error)).toBe(true)
  expect(error).toMatchObject({ outcomeUnknown: true, cause: reason })
})

test('an abort within the body closes the connection', async () => {
  const controller = new AbortController()
  const closed = Promise.withResolvers<void>()
  const { pi } = await startPi((res) => {
    res.on('close', closed.resolve)
    res.writeHead(200, { 'content-type': 'application/json' })
    res.write(half, () => controller.abort())
  })
  const error = await failureOf(pi.payments.approve(PAYMENT_ID, { signal: controller.signal }))
  expect(error).toMatchObject({ name: 'AbortError', outcomeUnknown: true })
  await closed.promise
})

test('a signal that is aborted already sends nothing', async () => {
  const { pi, requests } = await startPi({ status: 200, body: wirePayment() })
  const error = await failureOf(pi.payments.approve(PAYMENT_ID, { signal: AbortSignal.abort() }))
  expect(error).toMatchObject({ name: 'AbortError', outcomeUnknown: false })
  expect(error.message).toContain('Nothing was executed')
  expect(requests).toHaveLength(0)
})

test('a fetch that ignores its signal is left at the deadline, its late response discarded', async () => {
  const late = Promise.withResolvers<Response>()
  const cancelled = Promise.withResolvers<unknown>()
  const pi = createPiClient({
    apiKey: API_KEY,
    fetch: () => late.promise,
    timeoutMs: 30,
    retries: 0,
  })
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({ name: 'TimeoutError' })
  late.resolve(new Response(new ReadableStream({ cancel: cancelled.resolve })))
  await cancelled.promise
})

test.each([
  ['success', () => Response.json(wirePayment())],
  ['a refusal', () => Response.json({ error: 'payment_not_found' }, { status: 404 })],
  ['a bad response', () => new Response('page')],
  ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
])('no timer and no listener is left after %s', async (_, response) => {
  const timers = countTimers()
  const { signal } = new AbortController()
  const pi = createPiClient({ apiKey: API_KEY, fetch: async () => response(), retries: 0 })
  await pi.payments.get(PAYMENT_ID, { signal }).catch(() => {})
  expect(timers()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('no timer and no listener is left after a timeout or an abort', async () => {
  const timers = countTimers()
  const controller = new AbortController()
  const { signal } = controller
  const fetch = () => new Promise<Response>(() => {})
  const pi = createPiClient({ apiKey: API_KEY, fetch, retries: 0 })

  const slow = failureOf(pi.payments.get(PAYMENT_ID, { signal }))
  expect(timers()).toBe(1)
  await vi.advanceTimersByTimeAsync(14_999)
  expect(timers()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await slow).toMatchObject({ name: 'TimeoutError', timeoutMs: 15_000 })

  const aborted = failureOf(pi.payments.get(PAYMENT_ID, { signal }))
  controller.abort()
  expect(await aborted).toMatchObject({ name: 'AbortError' })
  expect(timers()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('a hundred calls share one signal without leaving listeners on it', async () => {
  const { signal } = new AbortController()
  const { pi } = await startPi((res) => json(res, 200, wirePayment()))
  await Promise.all(Array.from({ length: 100 }, () => pi.payments.get(PAYMENT_ID, { signal })))
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
