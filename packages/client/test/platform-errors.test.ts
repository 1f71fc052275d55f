import { wireExchanges, type WireExchange } from '@aloha-pi/contracts/fixtures'
import { paymentSchema } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { lostResponseOf } from './lost-response-of.ts'
import { startPi } from './start-pi.ts'
import { json } from './start-server.ts'
import { PAYMENT_ID, TXID, UID, wirePayment } from './wire-payment.ts'
import { PiApiError, isAlohaPiError, isPiApiError, type PiClient } from '../src/index.ts'

const notification = { title: 'Hello', body: 'Ready', user_uid: UID, subroute: '/o/1' }
const calls: Record<string, (pi: PiClient) => Promise<unknown>> = {
  'platform me.get': (pi) => pi.me('some-access-token'),
  'platform payments.create': (pi) =>
    pi.payments.create({ amount: 1, memo: 'm', metadata: { a: 1 }, uid: UID }),
  'platform payments.incomplete': async (pi) => ({
    incomplete_server_payments: await pi.payments.incomplete(),
  }),
  'platform payments.get': (pi) => pi.payments.get(PAYMENT_ID),
  'platform payments.approve': (pi) => pi.payments.approve(PAYMENT_ID),
  'platform payments.complete': (pi) => pi.payments.complete(PAYMENT_ID, TXID),
  'platform payments.cancel': (pi) => pi.payments.cancel(PAYMENT_ID),
  'platform ads.status': (pi) => pi.ads.status('ad-5f0c2b7e91d4'),
  'platform notifications.notify': (pi) => pi.notifications.notify([notification]),
}

type WithResponse = WireExchange & { response: NonNullable<WireExchange['response']> }
const withResponse = wireExchanges
  .filter((each): each is WithResponse => each.response != null && each.operation in calls)
  .map((each) => [each.name, each] as const)
const good = withResponse.filter(([, { response, legacy }]) => response.status < 300 && !legacy)
const refused = withResponse.filter(([, { response }]) => response.status >= 400)
const legacy = withResponse.filter(([, { legacy }]) => legacy)

function respondAsRecorded({ response }: WithResponse) {
  const body = response.text ?? (response.body == null ? '' : JSON.stringify(response.body))
  return startPi((res) => {
    res.writeHead(response.status, response.headers)
    res.end(body)
  })
}

test.each(good)('%s is returned as it came', async (_, exchange) => {
  const { pi } = await respondAsRecorded(exchange)
  expect(await calls[exchange.operation]!(pi)).toEqual(exchange.response.body)
})

test.each(refused)('%s is a PiApiError with what it says', async (_, exchange) => {
  const { pi } = await respondAsRecorded(exchange)
  const crashed = exchange.response.status >= 500
  const error = await (crashed ? lostResponseOf : failureOf)(calls[exchange.operation]!(pi))

  const { status, body } = exchange.response
  const said = Object(body) as Record<string, unknown>
  const sentence = !/^\w+$/.test(String(said['error'] ?? 'none'))
  expect(error).toBeInstanceOf(PiApiError)
  expect(error).toMatchObject({ name: 'PiApiError', status })
  expect(error).toHaveProperty('code', sentence ? undefined : said['error'])
  expect(error).toHaveProperty('payment', said['payment'])
  expect(error).toHaveProperty('verificationError', said['verification_error'])
  expect(error).toHaveProperty('body', body)
  for (const text of [said['error'], said['error_message']]) {
    expect(error.message).toContain(String(text ?? '').replace(/\.$/, ''))
  }
})

test.each(legacy)('%s, which Pi no longer sends, is a ResponseShapeError', async (_, exchange) => {
  const { pi } = await respondAsRecorded(exchange)
  const error = await failureOf(calls[exchange.operation]!(pi))
  expect(error).toMatchObject({ name: 'ResponseShapeError', fault: 'wrong_shape', status: 200 })
})

test('every recorded kind of response is covered', () => {
  expect([good.length, refused.length, legacy.length].every((count) => count >= 3)).toBe(true)
})

test('an empty 401 is a PiApiError with a status and no code', async () => {
  const { pi } = await startPi((res) => res.writeHead(401).end())
  const error = await failureOf(pi.me('expired-token'))
  expect(error).toMatchObject({ status: 401, outcomeUnknown: false })
  expect(error).toHaveProperty('code', undefined)
  expect(error.message).toMatch(/GET http:.*\/v2\/me was refused with 401\. Check the access token/)
})

test.each([
  ['an HTML page', '<h1>We are sorry, secret page</h1>'],
  ['truncated JSON', '{"error":"unknown_err'],
  ['JSON of another shape', '{"message":"secret page"}'],
  ['an array', '["secret page"]'],
  ['no UTF-8', Buffer.from([0xff, 0xfe, 0x22])],
])('a 500 with %s carries its status and nothing of the page', async (_, page) => {
  const { pi } = await startPi((res) => res.writeHead(500).end(page))
  const error = await lostResponseOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({ name: 'PiApiError', status: 500, outcomeUnknown: true })
  expect(error).toHaveProperty('body', undefined)
  expect(error.message).not.toContain('secret page')
})

test('a 5xx leaves the outcome of a write unknown, a 4xx does not, and a read has none', async () => {
  const { pi } = await startPi({ status: 500, body: { error: 'unknown_error' } })
  expect(await failureOf(pi.payments.cancel(PAYMENT_ID))).toHaveProperty('outcomeUnknown', true)
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toHaveProperty('outcomeUnknown', false)
  const { pi: refusing } = await startPi({ status: 400, body: { error: 'already_approved' } })
  expect(await failureOf(refusing.payments.approve(PAYMENT_ID))).toMatchObject({
    code: 'already_approved',
    outcomeUnknown: false,
  })
})

test('a malformed payment in an error does not hide the code', async () => {
  const { created_at: _, ...payment } = wirePayment({ network: 'Pi Three' as 'Pi Network' })
  expect(paymentSchema.safeParse(payment).success).toBe(false)
  const { pi } = await startPi({ status: 400, body: { error: 'already_completed', payment } })
  const error = await failureOf(pi.payments.cancel(PAYMENT_ID))
  expect(error).toMatchObject({ code: 'already_completed', body: { payment } })
  expect(error).toHaveProperty('payment', undefined)
})

test('the request id is that of the response; one that is not an id is left out', async () => {
  const headers = { 'x-request-id': 'b1946ac9-2491-4f7b-a4f6-1f1a1b4b1c55' }
  const response = { error: 'payment_not_found' }
  const { pi } = await startPi((res) => json(res, 404, response, headers))
  const error = await failureOf(pi.payments.get(PAYMENT_ID))
  expect(error).toHaveProperty('requestId', headers['x-request-id'])
  expect(error.message).toContain(headers['x-request-id'])

  const { pi: odd } = await startPi((res) =>
    json(res, 404, response, { 'x-request-id': '{"level":"info"}' }),
  )
  expect(await failureOf(odd.payments.get(PAYMENT_ID))).toHaveProperty('requestId', undefined)
})

test('a message of Pi cannot break a log line or fill a page', async () => {
  const body = {
    error: 'invalid_arguments',
    error_message: `a\r\n{"level":"x"}\u2028${'b'.repeat(9e4)}`,
  }
  const { pi } = await startPi({ status: 400, body })
  const error = await failureOf(pi.payments.approve(PAYMENT_ID))
  expect(error.message).not.toMatch(/[\r\n\u2028]/)
  expect(error.message.length).toBeLessThan(600)
})

test('the guards distinguish the classes', async () => {
  const { pi } = await startPi({ status: 404, body: { error: 'payment_not_found' } })
  const error: unknown = await failureOf(pi.payments.get(PAYMENT_ID))
  expect(isPiApiError(error) && isAlohaPiError(error)).toBe(true)
  expect(isPiApiError(new Error('PiApiError')) || isAlohaPiError(null)).toBe(false)
})
