import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { NEW_PAYOUT } from './fake-proxy.ts'
import { lostResponseOf } from './lost-response-of.ts'
import { ALOHA_KEY, startAloha } from './start-aloha.ts'
import { json } from './start-server.ts'
import { PAYMENT_ID, payoutEnvelope, payoutRow, u2aEnvelope, u2aRow } from './wire-payment.ts'
import { AlohaApiError, isAlohaApiError, isPiApiError } from '../src/index.ts'

const refusal = (code: string, changes: object = {}) => ({
  success: false,
  action: 'create',
  direction: 'a2u',
  error: 'A sentence for people.',
  code,
  request_id: 'r-1',
  ...changes,
})
const pay = { idempotencyKey: 'order-1' }

test('a refusal is an AlohaApiError with code, sentence and request id', async () => {
  const headers = { 'x-request-id': 'r-1', 'retry-after': '5' }
  const body = refusal('rate_limited')
  const { aloha } = await startAloha((res) => json(res, 429, body, headers))
  const error = await failureOf(aloha.a2u.create(NEW_PAYOUT, pay))
  expect(isAlohaApiError(error) && !isPiApiError(error)).toBe(true)
  expect(error).toMatchObject({
    name: 'AlohaApiError',
    status: 429,
    code: 'rate_limited',
    requestId: 'r-1',
    retryAfterMs: 5_000,
    outcomeUnknown: false,
    body,
  })
  expect(error.message).toMatch(
    /POST .*\/a2u\/create was refused with 429 rate_limited: A sentence for people \(request r-1\)\./,
  )
})

test('a payout that failed carries its record', async () => {
  const row = payoutRow('failed', { fail_code: 'user_not_found' })
  const sbResData = { table: 'payout', operation: 'update', row }
  const { aloha } = await startAloha({
    status: 404,
    body: refusal('user_not_found', { sbResData }),
  })
  expect(await failureOf(aloha.a2u.create(NEW_PAYOUT, pay))).toMatchObject({
    name: 'AlohaApiError',
    code: 'user_not_found',
    payout: row,
    record: undefined,
  })
})

test('a refused user-to-app action carries the record of the payment', async () => {
  const sbResData = { table: 'u2a_payment', operation: 'update', row: u2aRow('seen') }
  const body = refusal('not_verified', { sbResData })
  const { aloha } = await startAloha({ status: 409, body })
  const error = await failureOf(aloha.u2a.approve(PAYMENT_ID))
  expect(error).toMatchObject({ code: 'not_verified', record: u2aRow('seen'), payout: undefined })
})

test.each([
  ['an HTML page', '<h1>Bad Gateway, secret page</h1>'],
  ['an empty body', ''],
  ['JSON without a code', JSON.stringify({ error: 'secret page' })],
  ['a code that is a sentence', JSON.stringify(refusal('secret page'))],
])('a 404 with %s has a status and no code', async (_, page) => {
  const { aloha } = await startAloha((res) => res.writeHead(404).end(page))
  const error = await failureOf(aloha.u2a.details(PAYMENT_ID))
  expect(error).toBeInstanceOf(AlohaApiError)
  expect(error).toMatchObject({ status: 404, code: undefined, body: undefined })
  expect(error.message).not.toContain('secret page')
})

test('a record of another shape does not hide the code', async () => {
  const body = refusal('cancelled', { sbResData: { table: 'payout', row: { status: 'new' } } })
  const { aloha } = await startAloha({ status: 409, body })
  expect(await failureOf(aloha.a2u.cancel(PAYMENT_ID))).toMatchObject({
    code: 'cancelled',
    payout: undefined,
    body,
  })
})

test.each([500, 502, 503, 504, 408])(
  'a %i leaves the outcome of a payout unknown',
  async (status) => {
    const { aloha } = await startAloha({ status, body: refusal('upstream_error') })
    const lost = await lostResponseOf(aloha.a2u.create(NEW_PAYOUT, pay))
    expect(lost).toMatchObject({ name: 'AlohaApiError', status, code: 'upstream_error' })
    expect(await failureOf(aloha.a2u.incomplete())).toMatchObject({ outcomeUnknown: false })
  },
)

test('a 409 that says the payout is in progress leaves it unknown', async () => {
  const { aloha } = await startAloha({ status: 409, body: refusal('too_many_waiting') })
  const lost = await lostResponseOf(aloha.a2u.create(NEW_PAYOUT, pay))
  expect(lost).toMatchObject({ code: 'too_many_waiting', outcomeUnknown: true })
})

test('a 501 is a plain refusal: nothing was done', async () => {
  const { aloha } = await startAloha({ status: 501, body: refusal('not_implemented') })
  expect(await failureOf(aloha.a2u.create(NEW_PAYOUT, pay))).toMatchObject({ status: 501 })
})

test('the limit of a day is not tried again', async () => {
  const response = { status: 429, body: refusal('payout_limit') }
  const { aloha, requests } = await startAloha(response, { retries: 2, sleep: async () => {} })
  const error = await failureOf(aloha.a2u.create(NEW_PAYOUT, pay))
  expect(error).toMatchObject({ code: 'payout_limit', outcomeUnknown: false })
  expect(requests).toHaveLength(1)
})

/** Responds to one request after the other. */
function inTurn(...responses: [status: number, body: unknown][]) {
  return (res: Parameters<typeof json>[0]) => {
    const [status, body] = responses.length > 1 ? responses.shift()! : responses[0]!
    json(res, status, body)
  }
}

const lost: [number, unknown] = [502, refusal('upstream_error')]
const failed = { table: 'payout', operation: 'update', row: payoutRow('failed') }

test.each([
  ['404 user_not_found of a failed payout', 404, refusal('user_not_found', { sbResData: failed })],
  ['409 cancelled', 409, refusal('cancelled')],
  ['422 idempotency_key_reuse', 422, refusal('idempotency_key_reuse')],
])('after a lost response, %s is the verdict', async (_, status, body) => {
  const options = { retries: 2, sleep: async () => {} }
  const { aloha, requests } = await startAloha(inTurn(lost, [status, body]), options)
  const error = await failureOf(aloha.a2u.create(NEW_PAYOUT, pay))
  expect(error).toMatchObject({ name: 'AlohaApiError', status, outcomeUnknown: false })
  expect(requests).toHaveLength(2)
})

test.each([
  ['401: the key was revoked meanwhile', 401, refusal('unauthorized')],
  ['403', 403, refusal('insufficient_scope')],
  ['429 payout_limit', 429, refusal('payout_limit')],
  ['404 of a gateway', 404, 'not found'],
  ['409 not_verified', 409, refusal('not_verified')],
])('after a lost response, %s decides nothing', async (_, status, body) => {
  const options = { retries: 2, sleep: async () => {} }
  const { aloha } = await startAloha(inTurn(lost, [status, body]), options)
  const error = await failureOf(aloha.a2u.create(NEW_PAYOUT, pay))
  expect(error).toMatchObject({ name: 'OutcomeUnknownError', cause: { status } })
})

test('a response about another payment is none', async () => {
  const { aloha } = await startAloha({ status: 200, body: u2aEnvelope('details') })
  expect(await failureOf(aloha.u2a.details('another'))).toMatchObject({
    name: 'ResponseShapeError',
    detail: 'piResData.identifier must be the requested id',
  })
  const { aloha: odd } = await startAloha({
    status: 200,
    body: payoutEnvelope('details', 'completed'),
  })
  expect(await failureOf(odd.a2u.details('another'))).toMatchObject({ fault: 'wrong_shape' })
})

test('a payout without a record is unknown, not completed', async () => {
  const { sbResData: _, ...body } = payoutEnvelope('create', 'completed')
  const { aloha } = await startAloha({ status: 200, body })
  const error = await lostResponseOf(aloha.a2u.create(NEW_PAYOUT, pay))
  expect(error).toMatchObject({ name: 'ResponseShapeError', detail: 'sbResData is required' })
})

test('no error of the proxy holds its key', async () => {
  const { aloha } = await startAloha((res, { headers: { authorization } }) =>
    json(res, 409, refusal('cancelled', { error: `You sent ${authorization}` })),
  )
  const error = await failureOf(aloha.a2u.cancel(PAYMENT_ID))
  expect(JSON.stringify([error, error.message, error.stack])).not.toContain(ALOHA_KEY)
  expect(error.message).toContain('You sent Bearer [redacted]')
})
