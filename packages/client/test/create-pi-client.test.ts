import { expect, test } from 'vitest'
import { API_KEY, startPi } from './start-pi.ts'
import { startServer, json } from './start-server.ts'
import { PAYMENT_ID, TXID, UID, wirePayment } from './wire-payment.ts'
import { createPiClient, type PiClient } from '../src/index.ts'

const user = { uid: UID, username: 'aloha', app_id: 'coffee-0123456789abcdef' }
const ad = {
  identifier: 'ad-5f0c2b7e91d4',
  mediator_ack_status: 'granted',
  mediator_granted_at: '2026-05-14T22:59:27.102Z',
  mediator_revoked_at: null,
}
const newPayment = { amount: 3.14, memo: 'One coffee', metadata: { orderId: '12345' }, uid: UID }
const notification = {
  title: 'Hello',
  body: 'Your order is ready',
  user_uid: UID,
  subroute: '/o/1',
}
const notified = {
  success: true,
  delivered_notifications: [{ id: 'n-1', ...notification, seen_at: null, dismissed_at: null }],
}
const payment = wirePayment()
const key = `Key ${API_KEY}`

type Case = {
  call: (pi: PiClient) => Promise<unknown>
  request: [method: string, path: string, authorization: string, body?: unknown]
  response: [status: number, body: unknown, returned?: unknown]
}

const cases: Record<string, Case> = {
  me: {
    call: (pi) => pi.me('token-43-chars'),
    request: ['GET', '/v2/me', 'Bearer token-43-chars'],
    response: [200, user],
  },
  'payments.create': {
    call: (pi) => pi.payments.create(newPayment),
    request: ['POST', '/v2/payments', key, { payment: newPayment }],
    response: [200, payment],
  },
  'payments.create with a decimal string': {
    call: (pi) => pi.payments.create({ ...newPayment, amount: '3.14' }),
    request: ['POST', '/v2/payments', key, { payment: { ...newPayment, amount: '3.14' } }],
    response: [200, payment],
  },
  'payments.incomplete': {
    call: (pi) => pi.payments.incomplete(),
    request: ['GET', '/v2/payments/incomplete_server_payments', key],
    response: [200, { incomplete_server_payments: [payment] }, [payment]],
  },
  'payments.get': {
    call: (pi) => pi.payments.get(PAYMENT_ID),
    request: ['GET', `/v2/payments/${PAYMENT_ID}`, key],
    response: [200, payment],
  },
  'payments.approve': {
    call: (pi) => pi.payments.approve(PAYMENT_ID),
    request: ['POST', `/v2/payments/${PAYMENT_ID}/approve`, key],
    response: [200, payment],
  },
  'payments.complete': {
    call: (pi) => pi.payments.complete(PAYMENT_ID, TXID),
    request: ['POST', `/v2/payments/${PAYMENT_ID}/complete`, key, { txid: TXID }],
    response: [200, payment],
  },
  'payments.cancel': {
    call: (pi) => pi.payments.cancel(PAYMENT_ID),
    request: ['POST', `/v2/payments/${PAYMENT_ID}/cancel`, key],
    response: [200, payment],
  },
  'ads.status': {
    call: (pi) => pi.ads.status(ad.identifier),
    request: ['GET', `/v2/ads_network/status/${ad.identifier}`, key],
    response: [200, ad],
  },
  'notifications.notify': {
    call: (pi) => pi.notifications.notify([notification]),
    request: ['POST', '/v2/in_app_notifications/notify', key, { notifications: [notification] }],
    response: [201, notified],
  },
}

test.each(Object.entries(cases))(
  '%s sends one documented request and returns the data',
  async (_, { call, request, response }) => {
    const [status, body, returned = body] = response
    const { pi, requests } = await startPi({ status, body })

    expect(await call(pi)).toEqual(returned)

    const [method, path, authorization, sent] = request
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ method, path, headers: { authorization } })
    expect(requests[0]!.body).toBe(sent == null ? '' : JSON.stringify(sent))
    expect(requests[0]!.headers['content-type']).toBe(sent == null ? undefined : 'application/json')
  },
)

test('fields that the contract does not know pass through', async () => {
  const body = { ...payment, future: { a: 1 }, status: { ...payment.status, also_new: true } }
  const { pi } = await startPi({ status: 200, body })
  expect(await pi.payments.get(PAYMENT_ID)).toEqual(body)
})

test('right JSON is taken whatever its content type', async () => {
  const { pi } = await startPi((res) => {
    res.writeHead(200, { 'content-type': 'text/html' })
    res.end(JSON.stringify(payment))
  })
  expect(await pi.payments.get(PAYMENT_ID)).toEqual(payment)
})

test.each(['', '/', '/v2', '/v2/'])('a base URL may end in %j', async (tail) => {
  const { url, requests } = await startServer((res) => json(res, 200, payment))
  await createPiClient({ apiKey: API_KEY, baseUrl: url + tail }).payments.get(PAYMENT_ID)
  expect(requests[0]!.path).toBe(`/v2/payments/${PAYMENT_ID}`)
})

test('without a base URL the requests go to Pi, through the injected fetch', async () => {
  const urls: unknown[] = []
  const fetch: typeof globalThis.fetch = async (url) => {
    urls.push(url)
    return Response.json(payment)
  }
  await createPiClient({ apiKey: API_KEY, fetch }).payments.get(PAYMENT_ID)
  expect(urls).toEqual([`https://api.minepi.com/v2/payments/${PAYMENT_ID}`])
})
