import { expect, test } from 'vitest'
import { startPaying } from '../start-paying.ts'
import { startWallet } from './start-wallet.ts'

test('the wallet shows a payment with fee, balance and the time to approve it', async () => {
  const { wallet, havePayment, asApp, appId } = await startWallet()
  const { id } = await havePayment('created', { amount: 2.5 })
  const shown = await wallet(`/payments/${id}`)
  expect(shown).toMatchObject({
    status: 200,
    body: {
      app_id: appId,
      username: 'alice',
      approve_by: '2026-01-01T00:01:00.000Z',
      fee: '0.0100000',
      balance: '10000.0000000',
      version: 1,
      timeline: [{ at: '2026-01-01T00:00:00.000Z', event: 'created' }],
    },
  })
  expect(shown.body.payment).toEqual((await asApp('GET', `/payments/${id}`)).body)
})

test('the user pays what the server approved, and the fee', async () => {
  const { wallet, havePayment } = await startWallet()
  const { id } = await havePayment('created', { amount: 2.5 })
  const early = await wallet(`/payments/${id}/pay`, {})
  expect(early).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
  expect(early.headers.get('x-mock-rule')).toBe('payment/not_approved')

  const approved = await havePayment('approved', { amount: 2.5 })
  const paid = await wallet(`/payments/${approved.id}/pay`, {})
  expect(paid).toMatchObject({ status: 200, body: { version: 3, balance: '9997.4900000' } })
  expect(paid.body.payment.transaction.txid).toMatch(/^[0-9a-f]{64}$/)
  expect(paid.body.timeline.at(-1).event).toBe('paid')
})

test('a wallet that holds too little pays nothing', async () => {
  const { wallet, havePayment } = await startWallet()
  const { id } = await havePayment('approved', { amount: 9_999.1 })
  const refused = await wallet(`/payments/${id}/pay`, {})
  expect(refused).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
  expect(refused.body.error_message).toContain('cannot pay 9999.1000000 Pi')
  expect((await wallet(`/payments/${id}`)).body).toMatchObject({ version: 2 })
})

test('the user cancels, but not what is paid', async () => {
  const { wallet, havePayment } = await startWallet()
  const { id } = await havePayment('approved')
  const cancelled = await wallet(`/payments/${id}/cancel`, {})
  expect(cancelled).toMatchObject({
    status: 200,
    body: { version: 3, payment: { status: { user_cancelled: true } } },
  })
  const paid = await havePayment('paid')
  const refused = await wallet(`/payments/${paid.id}/cancel`, {})
  expect(refused).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
  expect(refused.headers.get('x-mock-rule')).toBe('payment/tx_present')
})

test('what is not a payment of a user is not found, an app-to-user payment neither', async () => {
  const { havePayout, call } = await startPaying()
  const { identifier } = await havePayout()
  for (const id of ['none', identifier]) {
    for (const [method, path, json] of [
      ['GET', `/payments/${id}`, undefined],
      ['GET', `/payments/${id}?since=0&wait_ms=9000`, undefined],
      ['POST', `/payments/${id}/pay`, {}],
      ['POST', `/payments/${id}/cancel`, {}],
      ['POST', '/reports', { payment_id: id, kind: 'call', name: 'x' }],
    ] as const) {
      const refused = await call(method, `/_wallet${path}`, json == null ? {} : { json })
      expect(refused).toMatchObject({
        status: 404,
        body: { error: 'payment_not_found', error_message: `There is no payment ${id}` },
      })
    }
  }
})

test.each([
  ['GET', '/payments/a.b', undefined, 'paymentId must be 1 to 64 letters'],
  ['GET', '/payments/abc?since=x', undefined, 'since must be a whole number, 0 or more'],
  ['GET', '/payments/abc?wait_ms=25001', undefined, 'wait_ms must be whole ms from 0 to 25000'],
  ['GET', '/clock?wait_ms=-1', undefined, 'wait_ms must be whole ms from 0 to 25000'],
  ['GET', '/clock?until=tomorrow', undefined, 'until must be ISO 8601 in UTC'],
  ['GET', '/users?app=x', undefined, 'query must not have "app"'],
  ['POST', '/payments/abc/pay', { now: true }, 'body must not have "now"'],
  ['POST', '/payments/abc/cancel', [], 'body must be {}'],
  ['POST', '/users', { username: 'a b' }, 'username must be 1 to 64'],
])('%s %s with %j is refused: %s', async (method, path, json, words) => {
  const { call } = await startWallet()
  const refused = await call(method, `/_wallet${path}`, json == null ? {} : { json })
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(refused.body.error_message).toContain(words)
})
