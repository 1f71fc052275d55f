import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const commands = ['approve', 'complete', 'cancel'] as const
const TXID = 'a'.repeat(64)

/** A payment of the first app, and what another app gets for it. */
async function startWithOtherApp(settings: object) {
  const mock = await startMock()
  await mock.control('/settings', settings, 'PATCH')
  const { body: other } = await mock.control('/apps', { name: 'other' })
  const { id } = await mock.havePayment('created')
  const askAsOther = (method: string, path: string) =>
    mock.call(method, `/v2/payments/${id}${path}`, {
      headers: { authorization: `Key ${other.api_key}` },
      ...(path === '/complete' && { json: { txid: TXID } }),
    })
  return { ...mock, id, askAsOther }
}

test.each(commands)('%s of a payment of another app is unknown by default', async (command) => {
  const { askAsOther } = await startWithOtherApp({})
  const response = await askAsOther('POST', `/${command}`)
  expect(response).toMatchObject({ status: 404, body: { error: 'payment_not_found' } })
})

test.each(commands)('%s of it is forbidden if the setting says so', async (command) => {
  const { askAsOther, pi, id } = await startWithOtherApp({ foreign_payment: 'forbidden' })
  const payment = await pi.payments.get(id)

  const response = await askAsOther('POST', `/${command}`)

  expect(response.status).toBe(403)
  expect(response.headers.get('x-mock-rule')).toBe('payment/of_another_app')
  expect(response.body).toEqual({
    error: 'forbidden',
    error_message: `You are not allowed to ${command} this payment`,
    payment,
  })
  expect(await pi.payments.get(id)).toEqual(payment)
})

test('reading it, and a payment that never was, stay unknown', async () => {
  const { askAsOther, asApp } = await startWithOtherApp({ foreign_payment: 'forbidden' })
  const expected = { status: 404, body: { error: 'payment_not_found' } }
  expect(await askAsOther('GET', '')).toMatchObject(expected)
  expect(await asApp('POST', '/payments/unknown/approve')).toMatchObject(expected)
})
