import { expect, test } from 'vitest'
import { startMock } from './start-mock.ts'

/** What the wallet shows a user who tries to pay alice's app once more. */
async function payAgain(mock: Awaited<ReturnType<typeof startMock>>) {
  const { status, body } = await mock.call('POST', '/v2/payments/user_to_app', {
    headers: { authorization: `Bearer ${await mock.signIn()}` },
    json: { amount: 1, memo: 'Again', metadata: { try: 2 } },
  })
  return { status, error: body.error, blockedBy: body.payment?.identifier }
}

test('paid but never completed: the user is locked out until the server completes (pi-platform-docs issue 34)', async () => {
  const mock = await startMock()
  const { id, txid } = await mock.havePayment('paid')
  await mock.control('/clock/advance', { ms: 30 * 86_400_000 })

  expect(await payAgain(mock)).toEqual({ status: 400, error: 'pending_payment', blockedBy: id })
  expect((await mock.asApp('POST', `/payments/${id}/cancel`)).body.error).toBe('payment_tx_present')
  await mock.asApp('POST', `/payments/${id}/complete`, { txid })
  expect((await payAgain(mock)).status).toBe(200)
})

test('approved but never paid: it stays open forever, and gives way to a new payment', async () => {
  const mock = await startMock()
  const { id } = await mock.havePayment('approved')
  await mock.control('/clock/advance', { ms: 365 * 86_400_000 })

  expect((await mock.pi.payments.get(id)).status.cancelled).toBe(false)
  expect((await payAgain(mock)).status).toBe(200)
  expect((await mock.pi.payments.get(id)).status.cancelled).toBe(true)
})

test('lock: approved but never paid locks the user out until it is cancelled (issues 40, 154, 336)', async () => {
  const mock = await startMock()
  await mock.control('/settings', { u2a_pending: 'lock' }, 'PATCH')
  const { id } = await mock.havePayment('approved')

  expect(await payAgain(mock)).toEqual({ status: 400, error: 'pending_payment', blockedBy: id })
  await mock.pi.payments.cancel(id)
  expect((await payAgain(mock)).status).toBe(200)
})

test('expired: no one approved in 60 seconds, and the user can begin again', async () => {
  const mock = await startMock()
  const { id } = await mock.havePayment('created')
  await mock.control('/clock/advance', { ms: 60_000 })

  const refused = await mock.asApp('POST', `/payments/${id}/approve`)
  expect(refused.body.error).toBe('cancelled_payment')
  expect(refused.headers.get('x-mock-rule')).toBe('payment/expired')
  expect((await payAgain(mock)).status).toBe(200)
})
