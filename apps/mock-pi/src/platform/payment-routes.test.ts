import { PiApiError } from '@aloha-pi/client'
import { paymentSchema } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

/** What the call is refused with. */
async function refusalOf(call: Promise<unknown>): Promise<PiApiError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof PiApiError) return error
  throw new Error('The call was not refused by Pi', { cause: error })
}

const OTHER_TXID = 'b'.repeat(64)

test('a payment is read, approved, completed and read again through the client', async () => {
  const { pi, control, havePayment } = await startMock()
  const { id } = await havePayment()

  expect((await pi.payments.get(id)).status.developer_approved).toBe(false)
  expect((await pi.payments.approve(id)).status.developer_approved).toBe(true)
  const paid = await control(`/payments/${id}/pay`)
  const { txid } = paid.body.payment.transaction
  expect((await pi.payments.complete(id, txid)).status.developer_completed).toBe(true)
  expect((await pi.payments.get(id)).transaction).toMatchObject({ txid, verified: true })
})

test('the paying wallet is named only once the user paid', async () => {
  const { pi, havePayment, wallet, world } = await startMock()
  const alice = world.users.find('alice')?.wallet?.address

  const open = await pi.payments.get((await havePayment('approved', { username: 'alice' })).id)
  const paid = await pi.payments.get((await havePayment('paid')).id)

  expect(open).toMatchObject({ from_address: '', to_address: wallet.address, transaction: null })
  expect(paid).toMatchObject({ from_address: alice, to_address: wallet.address })
})

test('amounts are written as Pi writes them, also in lists and refusals', async () => {
  const { url, apiKey, havePayment, asApp, pi, signIn } = await startMock()
  const { id } = await havePayment('created', { amount: 3, metadata: { amount: 3 } })
  const { uid } = await pi.me(await signIn())
  const payment = { amount: 1e-7, memo: 'm', metadata: { a: 1 }, uid }
  await asApp('POST', '/payments', { payment })
  const read = async (path: string, method = 'GET') => {
    const headers = { authorization: `Key ${apiKey}` }
    return (await fetch(`${url}/v2/payments/${path}`, { method, headers })).text()
  }

  expect(await read(id)).toMatch(/"amount":3\.0,.*"metadata":\{"amount":3\}/)
  await read(`${id}/approve`, 'POST')
  expect(await read(`${id}/approve`, 'POST')).toMatch(/"already_approved".*"amount":3\.0,/)
  expect(await read('incomplete_server_payments')).toContain('"amount":1.0e-07,')
})

test.each([
  ['created', 'complete', 'not_verified'],
  ['approved', 'approve', 'already_approved'],
  ['approved', 'complete', 'not_verified'],
  ['paid', 'approve', 'already_approved'],
  ['paid', 'cancel', 'payment_tx_present'],
  ['paid', 'complete', 'txid_mismatch'],
  ['completed', 'approve', 'already_completed'],
  ['completed', 'cancel', 'already_completed'],
  ['completed', 'complete', 'txid_mismatch'],
] as const)('in state %s, %s is refused with %s', async (state, action, code) => {
  const { pi, havePayment } = await startMock()
  const { id } = await havePayment(state)
  const before = await pi.payments.get(id)

  const call =
    action === 'complete' ? pi.payments.complete(id, OTHER_TXID) : pi.payments[action](id)

  expect(await refusalOf(call)).toMatchObject({ status: 400, code })
  expect(await pi.payments.get(id)).toEqual(before)
})

test('a repeated completion says that it is completed, with the payment', async () => {
  const { pi, havePayment } = await startMock()
  const { id, txid } = await havePayment('completed')
  const refusal = await refusalOf(pi.payments.complete(id, txid))
  expect(refusal.code).toBe('already_completed')
  expect(refusal.payment?.identifier).toBe(id)
})

test('a payment that cannot be cancelled any more is not sent along, as it was captured', async () => {
  const { asApp, havePayment } = await startMock()
  const { id } = await havePayment('paid')
  expect((await asApp('POST', `/payments/${id}/cancel`)).body).toEqual({
    error: 'payment_tx_present',
    error_message:
      'You cannot cancel this payment, because an associated blockchain transaction has been recorded.',
  })
})

test('a cancelled payment is refused everything', async () => {
  const { pi, havePayment } = await startMock()
  const { id } = await havePayment('approved')

  expect((await pi.payments.cancel(id)).status).toMatchObject({
    developer_approved: true,
    cancelled: true,
    user_cancelled: false,
  })

  for (const call of [
    pi.payments.cancel(id),
    pi.payments.approve(id),
    pi.payments.complete(id, OTHER_TXID),
  ]) {
    expect((await refusalOf(call)).code).toBe('cancelled_payment')
  }
})

test('a payment that was not approved in time is cancelled, and says why and what to do', async () => {
  const { pi, control, havePayment } = await startMock()
  const { id } = await havePayment()
  await control('/clock/advance', { ms: 60_000 })

  const refusal = await refusalOf(pi.payments.approve(id))

  expect(refusal.code).toBe('cancelled_payment')
  expect(refusal.message).toContain('not approved within 60 seconds')
  expect(refusal.message).toContain('create a new payment')
  expect((await pi.payments.get(id)).status).toMatchObject({
    cancelled: true,
    developer_approved: false,
  })
})

test.each(['get', 'approve', 'cancel'] as const)(
  '%s: an unknown id, an impossible id and the id of another app are equally unknown',
  async (action) => {
    const { asApp, control, havePayment } = await startMock()
    const { body: other } = await control('/apps', {})
    await control('/sign-in', { username: 'bob', app_id: other.app_id })
    const foreign = await havePayment('created', { username: 'bob', app_id: other.app_id })

    for (const id of [foreign.id, 'A'.repeat(28), 'a%20b', 'X'.repeat(65)]) {
      const [method, path] =
        action === 'get' ? ['GET', `/payments/${id}`] : ['POST', `/payments/${id}/${action}`]
      expect(await asApp(method!, path!)).toMatchObject({
        status: 404,
        body: {
          error: 'payment_not_found',
          error_message: `Payment ${decodeURIComponent(id)} was not found.`,
        },
      })
    }
  },
)

test.each([
  ['guide+wire', ['Pioneer_cancelled', 'Pioneer_uid', 'canceled']],
  ['wire', []],
] as const)('spelling %s sends the names %s beside the wire', async (spelling, extra) => {
  const { asApp, havePayment } = await startMock({ spelling })
  const { id } = await havePayment('completed')

  const { body, headers } = await asApp('GET', `/payments/${id}`)

  expect(paymentSchema.parse(body)).toEqual(body)
  const names = [...Object.keys(body), ...Object.keys(body.status)]
  expect(names.filter((name) => /Pioneer|canceled/.test(name)).sort()).toEqual(extra)
  expect(headers.get('x-mock-spelling')).toBe(spelling === 'wire' ? null : spelling)
})

test("the community guide's names repeat the values of the wire's", async () => {
  const { asApp, control, havePayment } = await startMock()
  const { id } = await havePayment()
  await control(`/payments/${id}/cancel`)

  const { body } = await asApp('GET', `/payments/${id}`)

  expect(body).toMatchObject({
    Pioneer_uid: body.user_uid,
    status: {
      cancelled: false,
      canceled: false,
      user_cancelled: true,
      Pioneer_cancelled: true,
    },
  })
})
