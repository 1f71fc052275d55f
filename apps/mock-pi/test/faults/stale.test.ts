import { expect, test } from 'vitest'
import { haveFault } from './have-fault.ts'

const stale = (operation: string) =>
  ({ match: { operation }, when: { first: 1 }, effect: { type: 'stale' } }) as const

test('a payment is shown as it was before its last change', async () => {
  const { addFault, ask, havePayment } = await haveFault()
  const { id } = await havePayment('completed')
  addFault(stale('platform.payments.get'))
  const first = await ask('GET', `/payments/${id}`)
  const text = await first.text()
  expect(first.headers.get('x-mock-rule')).toBe('fault/stale')
  expect(JSON.parse(text).status).toMatchObject({
    transaction_verified: true,
    developer_completed: false,
  })
  expect(text).toContain('"amount":1.0')
  expect((await (await ask('GET', `/payments/${id}`)).json()).status.developer_completed).toBe(true)
})

test('before its first change a payment is unknown', async () => {
  const { addFault, ask, havePayment } = await haveFault()
  const { id } = await havePayment()
  addFault(stale('platform.payments.get'))
  const response = await ask('GET', `/payments/${id}`)
  expect([response.status, (await response.json()).error]).toEqual([404, 'payment_not_found'])
})

test('a payment of another app stays unknown', async () => {
  const { addFault, call, control, havePayment } = await haveFault()
  const { id } = await havePayment('completed')
  const { body: other } = await control('/apps')
  addFault(stale('platform.payments.get'))
  const headers = { authorization: `Key ${other.api_key}` }
  expect((await call('GET', `/v2/payments/${id}`, { headers })).status).toBe(404)
})

test('open payouts: a new one is not there yet, a cancelled one still is', async () => {
  const { addFault, asApp, world, appId } = await haveFault()
  const uid = world.users.find('alice')?.grants.get(appId)?.uid
  const payment = { amount: 1, memo: 'x', metadata: { a: 1 }, uid }
  const { body } = await asApp('POST', '/payments', { payment })
  const open = async () => {
    const { body: list } = await asApp('GET', '/payments/incomplete_server_payments')
    return list.incomplete_server_payments.map(({ identifier }: typeof body) => identifier)
  }

  addFault(stale('platform.payments.incomplete'))
  expect(await open()).toEqual([])
  expect(await open()).toEqual([body.identifier])
  await asApp('POST', `/payments/${body.identifier}/cancel`)
  addFault(stale('platform.payments.incomplete'))
  expect(await open()).toEqual([body.identifier])
  expect(await open()).toEqual([])
})

test("the browser SDK still gets an incomplete payment that was completed, and one that was paid doesn't show", async () => {
  const { addFault, call, control, asApp, havePayment, signIn } = await haveFault()
  const { id } = await havePayment('approved')
  const headers = { authorization: `Bearer ${await signIn()}` }
  const incomplete = async () => (await call('GET', '/v2/payments/incomplete', { headers })).body
  const { body: paid } = await control(`/payments/${id}/pay`)

  addFault(stale('platform.sdk.incompletePayment'))
  expect(await incomplete()).toEqual({ exists: false, payment: null })
  expect(await incomplete()).toMatchObject({ exists: true, payment: { identifier: id } })
  await asApp('POST', `/payments/${id}/complete`, { txid: paid.payment.transaction.txid })
  addFault(stale('platform.sdk.incompletePayment'))
  expect(await incomplete()).toMatchObject({ exists: true, payment: { identifier: id } })
  expect(await incomplete()).toEqual({ exists: false, payment: null })
})
