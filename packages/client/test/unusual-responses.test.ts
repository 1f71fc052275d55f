import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { lostResponseOf } from './lost-response-of.ts'
import { API_KEY, startPi } from './start-pi.ts'
import { json, startServer } from './start-server.ts'
import { PAYMENT_ID, wirePayment } from './wire-payment.ts'
import { createPiClient, isResponseShapeError } from '../src/index.ts'

const payment = wirePayment()

test.each([301, 302, 303, 307, 308])(
  'P10: a %i redirect is refused and its target sees nothing',
  async (status) => {
    const canary = await startServer((res) => json(res, 200, payment))
    const { pi } = await startPi((res) => res.writeHead(status, { location: canary.url }).end())
    const calls = [
      failureOf(pi.payments.get(PAYMENT_ID)),
      lostResponseOf(pi.payments.approve(PAYMENT_ID)),
    ]
    for (const error of await Promise.all(calls)) {
      expect(isResponseShapeError(error)).toBe(true)
      expect(error).toMatchObject({ fault: 'redirect', status })
      expect(error.message).toContain(`${status}, a redirect, which is never followed`)
    }
    expect(canary.requests).toEqual([])
  },
)

test.each([
  ['hidden by a browser', { type: 'opaqueredirect', status: 0 }],
  ['followed by an injected fetch', { redirected: true }],
])('P10: a redirect %s is refused too', async (_, properties) => {
  const response = Object.defineProperties(
    Response.json(payment),
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, { value }])),
  )
  const pi = createPiClient({ apiKey: API_KEY, fetch: async () => response, retries: 0 })
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toMatchObject({ fault: 'redirect' })
})

test('P10: fetch is configured not to follow, in the one way that Workers accept', async () => {
  const seen: (RequestInit | undefined)[] = []
  const fetch: typeof globalThis.fetch = async (_, init) => {
    seen.push(init)
    return Response.json(payment)
  }
  await createPiClient({ apiKey: API_KEY, fetch }).payments.get(PAYMENT_ID)
  expect(seen).toMatchObject([{ redirect: 'manual' }])
})

test('P12: a response of 10 MB is refused', async () => {
  const { pi } = await startPi((res) => res.end(Buffer.alloc(10_000_000, ' ')))
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({ fault: 'too_large', status: 200, outcomeUnknown: true })
  expect(error.message).toContain('larger than 262144 bytes')
})

test('P12: a response without end is cut off', async () => {
  const closed = Promise.withResolvers<void>()
  const { pi } = await startPi((res) => {
    const chunk = Buffer.alloc(65_536, ' ')
    const more = () => {
      while (!res.destroyed && res.write(chunk));
    }
    res.on('drain', more).on('close', closed.resolve)
    more()
  })
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toMatchObject({ fault: 'too_large' })
  await closed.promise
})

test('P12: a gzip bomb is refused by its size after decompression', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
  expect(bomb.length).toBeLessThan(262_144)
  const { pi } = await startPi((res) =>
    res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  )
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toMatchObject({ fault: 'too_large' })
})

test('a large error page is refused with its status', async () => {
  const { pi } = await startPi((res) => res.writeHead(503).end(Buffer.alloc(300_000, 'x')))
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toMatchObject({
    fault: 'too_large',
    status: 503,
  })
})

test('a response of exactly maxResponseBytes is read, one byte more is not', async () => {
  const body = gzipSync(JSON.stringify(payment))
  const { url } = await startServer((res) =>
    res.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
  )
  const size = JSON.stringify(payment).length
  const client = (maxResponseBytes: number) =>
    createPiClient({ apiKey: API_KEY, baseUrl: url, maxResponseBytes })
  expect(await client(size).payments.get(PAYMENT_ID)).toEqual(payment)
  expect(await failureOf(client(size - 1).payments.get(PAYMENT_ID))).toMatchObject({
    fault: 'too_large',
  })
})

test.each([
  ['an empty body', '', 'an empty body instead of JSON'],
  ['an HTML page', '<!DOCTYPE html><title>secret page</title>', 'not valid JSON'],
  ['truncated JSON', JSON.stringify(payment).slice(0, -20), 'not valid JSON'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not valid JSON'],
])('a 200 with %s is a ResponseShapeError', async (_, body, words) => {
  const { pi } = await startPi((res) => res.writeHead(200, { 'x-request-id': 'r-1' }).end(body))
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({
    name: 'ResponseShapeError',
    fault: 'not_json',
    status: 200,
    requestId: 'r-1',
    outcomeUnknown: true,
  })
  expect(error.message).toContain(words)
  expect(error.message).not.toContain('secret page')
})

const { status: _status, ...withoutStatus } = payment

test.each([
  ['a field missing', withoutStatus, 'status is required'],
  ['an amount as text', { ...payment, amount: 'secret' }, 'amount must be a number'],
  ['null', null, 'the body must be an object'],
  ['a list', [payment], 'the body must be an object'],
  [
    'a wrong nested flag',
    { ...payment, status: { ...payment.status, cancelled: 1 } },
    'status.cancelled must be a boolean',
  ],
])('a 200 with %s names the field and the rule, not the value', async (_, body, detail) => {
  const { pi } = await startPi({ status: 200, body })
  const error = await failureOf(pi.payments.get(PAYMENT_ID))
  expect(error).toMatchObject({ name: 'ResponseShapeError', fault: 'wrong_shape', detail })
  expect(error.message).toContain(detail)
  expect(error.message).not.toContain('secret')
})

test.each([201, 202, 204])('an undeclared %i is a ResponseShapeError', async (status) => {
  const { pi } = await startPi((res) =>
    res.writeHead(status).end(status === 204 ? undefined : JSON.stringify(payment)),
  )
  expect(await lostResponseOf(pi.payments.approve(PAYMENT_ID))).toMatchObject({
    name: 'ResponseShapeError',
    fault: 'unexpected_status',
    status,
    outcomeUnknown: true,
  })
})

test('a broken gzip stream is a NetworkError: the response never came whole', async () => {
  const broken = gzipSync(JSON.stringify(payment)).fill(0xff, 10, 60)
  const { pi } = await startPi((res) =>
    res.writeHead(200, { 'content-encoding': 'gzip' }).end(broken),
  )
  expect(await lostResponseOf(pi.payments.approve(PAYMENT_ID))).toMatchObject({
    name: 'NetworkError',
    failure: 'answer_ended_early',
    outcomeUnknown: true,
  })
})

test('P14: a "__proto__" in a response reaches no prototype', async () => {
  const body = JSON.stringify(payment).replace('{', '{"__proto__":{"polluted":1},')
  const { pi } = await startPi((res) => res.end(body))
  const response = await pi.payments.get(PAYMENT_ID)
  expect(({} as { polluted?: unknown }).polluted).toBe(undefined)
  expect(Object.getPrototypeOf(response)).toBe(Object.prototype)
})
