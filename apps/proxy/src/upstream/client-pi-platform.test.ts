import { createPiClient } from '@aloha-pi/client'
import { expect, test } from 'vitest'
import { newPayment } from '../../test/payouts/new-payout.ts'
import type { PiPlatform } from '../payouts/model/ports.ts'
import { noneUnreadable } from '../payouts/protocol/unreadable-payments.ts'
import { createPiPlatform } from './client-pi-platform.ts'
import { fetchOpenPayments } from './fetch-open-payments.ts'

const payment = newPayment()
const id = payment.identifier
const order = {
  uid: payment.user_uid,
  amount: 1n,
  memo: 'Thanks',
  metadata: { orderId: '1', _aloha: { p: 'x' } },
}

type Reply = { status?: number; body?: unknown } | Error

/** The port on a fetch that always returns the same; keeps what was sent. */
function paymentsOn(reply: Reply) {
  const sent: { request: string; body: unknown }[] = []
  const calls: string[] = []
  const apiKey = 'somekey'
  const timeoutMs = 1_000
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const { method = 'GET', body } = init ?? {}
    sent.push({ request: `${method} ${String(url)}`, body: body && JSON.parse(String(body)) })
    if (reply instanceof Error) throw reply
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)
    return new Response(text, { status: reply.status ?? 200 })
  }
  const apiUrl = 'https://pi.test'
  const pi = createPiPlatform({
    client: createPiClient({ apiKey, baseUrl: apiUrl, timeoutMs, retries: 0, fetch }),
    fetchOpen: () => fetchOpenPayments({ fetch, apiUrl, apiKey, timeoutMs }),
    clock: () => 0,
    observe: ({ operation, result: { kind } }) => calls.push(`${operation} ${kind}`),
  })
  return { pi, sent, calls }
}

const writes: [name: string, call: (pi: PiPlatform) => Promise<unknown>][] = [
  ['create', (pi) => pi.create(order)],
  ['complete', (pi) => pi.complete(id, 'a'.repeat(64))],
  ['cancel', (pi) => pi.cancel(id)],
]
const everyCall: typeof writes = [
  ...writes,
  ['get', (pi) => pi.get(id)],
  ['incomplete', (pi) => pi.incomplete()],
]
const unknown = (cause: string) => ({ kind: 'unknown', cause, retryAfterMs: null })

test('a payment is created with the exact amount', async () => {
  const { pi, sent } = paymentsOn({ body: payment })
  expect(await pi.create(order)).toEqual({ kind: 'ok', value: payment })
  expect(sent).toEqual([
    { request: 'POST https://pi.test/v2/payments', body: { payment: { ...order, amount: 1e-7 } } },
  ])
})

test('open payments are listed', async () => {
  const { pi, sent, calls } = paymentsOn({ body: { incomplete_server_payments: [payment] } })
  expect(await pi.incomplete()).toEqual({
    kind: 'ok',
    value: { payments: [payment], unreadable: noneUnreadable },
  })
  const request = 'GET https://pi.test/v2/payments/incomplete_server_payments'
  expect(sent).toEqual([{ request, body: undefined }])
  expect(calls).toEqual(['incomplete ok'])
})

test.each(everyCall)('%s passes on a refusal with all that Pi says', async (_, call) => {
  const body = {
    error: 'ongoing_payment_found',
    error_message: 'text',
    payment,
    verification_error: 'payment_already_linked_with_a_tx',
  }
  expect(await call(paymentsOn({ status: 400, body }).pi)).toEqual({
    kind: 'refused',
    status: 400,
    code: 'ongoing_payment_found',
    payment,
    verificationError: 'payment_already_linked_with_a_tx',
  })
})

test('a 401 that is not about the key is a refusal', async () => {
  const { pi } = paymentsOn({ status: 401, body: { error: 'missing_scope', error_message: 'x' } })
  expect(await pi.create(order)).toMatchObject({
    kind: 'refused',
    status: 401,
    code: 'missing_scope',
  })
})

const odd: [what: string, reply: Reply, cause: string][] = [
  ['a refused key', { status: 401, body: { error: 'invalid_authorization' } }, 'unauthorized'],
  ['a wrong key', { status: 401, body: { error: 'Invalid/missing API key' } }, 'unauthorized'],
  ['an empty 401', { status: 401, body: '' }, 'unauthorized'],
  ['a 429', { status: 429, body: { error: 'too_many_payments' } }, 'busy'],
  ['a 408', { status: 408, body: { error: 'timeout' } }, 'timeout'],
  ['a 500 with a code', { status: 500, body: { error: 'user_not_found' } }, 'unusable'],
  ['a 404 of a gateway', { status: 404, body: '<html>' }, 'unusable'],
  ['another shape', { body: { identifier: 7 } }, 'unusable'],
  ['half a JSON', { body: '{"a":' }, 'unusable'],
  ['a redirect', { status: 302, body: '' }, 'unusable'],
  ['a broken connection', new TypeError('fetch failed'), 'unreachable'],
]
const everyUnusableResponse = everyCall.flatMap(([name, call]) =>
  odd.map(([what, reply, cause]) => [name, what, reply, cause, call] as const),
)

test.each(everyUnusableResponse)(
  '%s with the response %s is unknown',
  async (_name, _what, reply, cause, call) => {
    const { pi, sent } = paymentsOn(reply)
    expect(await call(pi)).toEqual(unknown(cause))
    expect(sent).toHaveLength(1)
  },
)

test.each([
  ['get', (pi: PiPlatform) => pi.get(id)],
  ['complete', (pi: PiPlatform) => pi.complete(id, 'a'.repeat(64))],
  ['cancel', (pi: PiPlatform) => pi.cancel(id)],
])('%s with another payment in the response is unknown', async (_, call) => {
  const { pi } = paymentsOn({ body: { ...payment, identifier: 'another' } })
  expect(await call(pi)).toEqual(unknown('unusable'))
})

test('P8: what is not a payment id is unknown to Pi, and Pi is not asked', async () => {
  const { pi, sent } = paymentsOn({ body: payment })
  for (const memo of ['../me', 'pay me', '', 'ä', 'a'.repeat(65)]) {
    expect(await pi.get(memo)).toMatchObject({ kind: 'refused', code: 'payment_not_found' })
  }
  expect(sent).toEqual([])
})

test('every call is counted with its outcome', async () => {
  const { pi, calls } = paymentsOn({ status: 404, body: { error: 'payment_not_found' } })
  await pi.get(id)
  await pi.cancel(id)
  expect(calls).toEqual(['read refused', 'cancel refused'])
})
