import { expect, test } from 'vitest'
import { startMock } from './start-mock.ts'

const payment = {
  amount: 3.25,
  memo: 'A refund & more',
  metadata: { order: '1', deep: { a: 'b' } },
}

/** Sends a form, or nothing, as the app; fetch sets the content type of a form. */
async function startFormMock() {
  const mock = await startMock()
  const authorization = `Key ${mock.apiKey}`
  const post = (path: string, form?: Record<string, string>, headers: object = {}) =>
    mock.call('POST', `/v2${path}`, {
      headers: { authorization, ...headers },
      ...(form != null && { body: new URLSearchParams(form) }),
    })
  return { ...mock, authorization, post }
}

test('a payment is approved, completed and created by forms, in the nesting of Rails', async () => {
  const { post, havePayment, pi, control, signIn } = await startFormMock()
  const { id } = await havePayment('created')
  expect((await post(`/payments/${id}/approve`, { any: 'thing' })).status).toBe(200)
  const { body: paid } = await control(`/payments/${id}/pay`)

  const completed = await post(`/payments/${id}/complete`, { txid: paid.payment.transaction.txid })
  expect(completed.body.status.developer_completed).toBe(true)

  const { uid } = await pi.me(await signIn())
  const created = await post('/payments', {
    'payment[amount]': '3.25',
    'payment[memo]': payment.memo,
    'payment[metadata][order]': '1',
    'payment[metadata][deep][a]': 'b',
    'payment[uid]': uid,
  })
  expect(created).toMatchObject({ status: 200, body: { ...payment, user_uid: uid } })
})

test('the browser SDK may send a form too: its amount is a number', async () => {
  const { call, signIn } = await startFormMock()
  const created = await call('POST', '/v2/payments/user_to_app', {
    headers: { authorization: `Bearer ${await signIn()}` },
    body: new URLSearchParams({ amount: '3.25', memo: 'm', 'metadata[a]': '1' }),
  })
  expect(created).toMatchObject({ status: 200, body: { amount: 3.25, metadata: { a: '1' } } })
})

test('a notification is sent by a form', async () => {
  const { post, pi, signIn } = await startFormMock()
  const { uid } = await pi.me(await signIn('alice', { scopes: ['in_app_notifications'] }))
  const sent = await post('/in_app_notifications/notify', {
    'notifications[0][title]': 'T',
    'notifications[0][body]': 'B',
    'notifications[0][user_uid]': uid,
    'notifications[0][subroute]': '/',
  })
  expect(sent.status).toBe(201)
})

test.each([
  ['in the query, without a body', (txid: string) => [`?txid=${txid}`, undefined, undefined]],
  ['in a body without a content type', (txid: string) => ['', `txid=${txid}`, undefined]],
  ['in JSON without a content type', (txid: string) => ['', JSON.stringify({ txid }), undefined]],
] as const)('a txid is taken %s', async (_, sending) => {
  const { call, authorization, havePayment } = await startFormMock()
  const { id, txid } = await havePayment('paid')
  const [query, text] = sending(txid)

  const { status, body } = await call('POST', `/v2/payments/${id}/complete${query}`, {
    headers: { authorization },
    ...(text != null && { body: new TextEncoder().encode(text) }),
  })

  expect([status, body.status?.developer_completed]).toEqual([200, true])
})

test('the control API refuses forms', async () => {
  const { call } = await startFormMock()
  const response = await call('POST', '/_mock/reset', { body: new URLSearchParams({ seed: '1' }) })
  expect(response.status).toBe(415)
})
