import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { startAloha } from './start-aloha.ts'
import { API_KEY, startPi } from './start-pi.ts'
import { json } from './start-server.ts'
import { PAYMENT_ID, payoutEnvelope, payoutRow, TXID, wirePayment } from './wire-payment.ts'

test('withResponse gives status, request id and headers with the data', async () => {
  const { pi, requests } = await startPi((res) =>
    json(res, 200, wirePayment(), { 'x-request-id': 'r-1', 'x-ratelimit-remaining': '9' }),
  )
  const { data, status, requestId, headers } = await pi.payments.get(PAYMENT_ID).withResponse()
  expect({ data, status, requestId }).toEqual({
    data: wirePayment(),
    status: 200,
    requestId: 'r-1',
  })
  expect(headers.get('x-ratelimit-remaining')).toBe('9')
  expect(requests).toHaveLength(1)
})

test('the promise can be awaited and asked for its response: it is one call', async () => {
  const { pi, requests } = await startPi({ status: 200, body: wirePayment() })
  const call = pi.payments.approve(PAYMENT_ID)
  expect(await call).toEqual(wirePayment())
  expect((await call.withResponse()).data).toEqual(wirePayment())
  expect(requests).toHaveLength(1)
})

test('a payout shows that it was replayed', async () => {
  const headers = { 'idempotent-replayed': 'true', location: '/v1/transaction/a2u/details/x' }
  const body = payoutEnvelope('create', 'processing')
  const { aloha } = await startAloha((res) => json(res, 202, body, headers))
  const newPayout = { amount: 1.5, memo: 'm', metadata: { a: 1 }, uid: payoutRow('failed').uid }
  const create = aloha.a2u.create(newPayout, { idempotencyKey: 'order-1' })
  const response = await create.withResponse()
  expect(response).toMatchObject({ status: 202, data: { payout: { status: 'processing' } } })
  expect(response.headers.get('idempotent-replayed')).toBe('true')
})

test('a list has the response of its request', async () => {
  const body = { incomplete_server_payments: [wirePayment()] }
  const { pi } = await startPi({ status: 200, body })
  const { data, status } = await pi.payments.incomplete().withResponse()
  expect({ data, status }).toEqual({ data: [wirePayment()], status: 200 })
})

test('after a lost response it is the response of the read', async () => {
  const paid = wirePayment({ transaction: { txid: TXID, verified: true, _link: 'https://x' } })
  paid.status.developer_completed = true
  const { pi } = await startPi(
    (res, { method }) =>
      method === 'GET' ? json(res, 200, paid, { 'x-request-id': 'read' }) : res.destroy(),
    { retries: 1, sleep: async () => {} },
  )
  const { data, requestId } = await pi.payments.complete(PAYMENT_ID, TXID).withResponse()
  expect({ data, requestId }).toEqual({ data: paid, requestId: 'read' })
})

test('a failure is handled where the response is asked for, and nowhere else', async () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  const { pi } = await startPi({ status: 404, body: { error: 'payment_not_found' } })
  const error = await failureOf(pi.payments.get(PAYMENT_ID).withResponse())
  expect(error).toMatchObject({ name: 'PiApiError', code: 'payment_not_found' })
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

test('headers hold no credential that the server repeats', async () => {
  const { pi } = await startPi((res, { headers: { authorization } }) =>
    json(res, 200, wirePayment(), { 'x-echo': authorization, 'set-cookie': 'a=b' }),
  )
  const { headers } = await pi.payments.get(PAYMENT_ID).withResponse()
  expect(headers.get('x-echo')).toBe('Key [redacted]')
  expect(headers.has('set-cookie')).toBe(false)
  expect(JSON.stringify([...headers])).not.toContain(API_KEY)
})
