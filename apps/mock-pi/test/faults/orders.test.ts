import { expect, test } from 'vitest'
import { haveFault } from './have-fault.ts'

const PAYMENT = { amount: 1, memo: 'Coffee' }

/** A payment whose metadata orders faults, begun by the browser SDK. */
async function haveOrdered(mock_fault: unknown, ...options: Parameters<typeof haveFault>) {
  const mock = await haveFault(...options)
  const token = await mock.signIn()
  const begin = (metadata: object = { order: 1, mock_fault }) =>
    mock.call('POST', '/v2/payments/user_to_app', {
      headers: { authorization: `Bearer ${token}` },
      json: { ...PAYMENT, metadata },
    })
  return { ...mock, begin }
}

test('a payment orders trouble for its calls, one after the other', async () => {
  const { begin, ask, isApproved, world } = await haveOrdered(
    'approve:html-500 x2; approve:lost-answer',
  )
  const { body: payment } = await begin()
  const approve = () => ask('POST', `/payments/${payment.identifier}/approve`)

  expect([(await approve()).status, (await approve()).status]).toEqual([500, 500])
  expect(isApproved(payment.identifier)).toBe(false)
  await expect(approve()).rejects.toThrow('fetch failed')
  expect(isApproved(payment.identifier)).toBe(true)
  const last = await approve()
  expect([last.status, last.headers.get('x-mock-rule')]).toEqual([400, 'payment/already_approved'])
  expect(payment.metadata).toEqual({
    order: 1,
    mock_fault: 'approve:html-500 x2; approve:lost-answer',
  })
  expect(world.faults.list()).toMatchObject([
    { source: 'metadata', hits: 2 },
    { source: 'metadata', hits: 1 },
  ])
})

test('another payment is left alone', async () => {
  const { begin, ask, havePayment } = await haveOrdered('approve:html-500 x9')
  await begin()
  const { id } = await havePayment('created', { username: 'bob' })
  expect((await ask('POST', `/payments/${id}/approve`)).status).toBe(200)
})

test('the creation itself can be ordered to fail; the next one goes through', async () => {
  const { begin, world } = await haveOrdered('create:lost-answer; approve:empty')
  await expect(begin()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(world.payments.size().begun).toBe(2)
  expect((await begin()).status).toBe(200)
  const other = await begin({ order: 2 })
  expect(other.status).toBe(200)
})

test('a payout that was created without a response is still open', async () => {
  const { ask, asApp, appId, world } = await haveFault()
  const uid = world.users.find('alice')?.grants.get(appId)?.uid
  const create = () =>
    ask('POST', '/payments', {
      payment: { ...PAYMENT, metadata: { mock_fault: 'create:lost-answer' }, uid },
    })
  await expect(create()).rejects.toThrow('fetch failed')
  const again = await create()
  expect([again.status, (await again.json()).error]).toEqual([400, 'ongoing_payment_found'])
  const open = await asApp('GET', '/payments/incomplete_server_payments')
  expect(open.body.incomplete_server_payments).toHaveLength(1)
})

test('payments of the control API order faults for their later calls', async () => {
  const { havePayment, ask } = await haveFault()
  const { id } = await havePayment('created', { metadata: { mock_fault: 'approve:503' } })
  expect((await ask('POST', `/payments/${id}/approve`)).status).toBe(503)
})

test.each(['complete:lost-anser', '', 7, null, {}])(
  'metadata with mock_fault %j is refused with a sentence',
  async (order) => {
    const { begin, control, world } = await haveOrdered(order)
    const refused = await begin()
    expect(refused.status).toBe(400)
    expect(refused.headers.get('x-mock-rule')).toBe('request/mock_fault')
    expect(refused.body.error_message).toMatch(
      /^metadata\.mock_fault .* mock-pi --no-magic stores it/,
    )
    const metadata = { mock_fault: order }
    const inControl = await control('/payments', { username: 'alice', amount: 1, metadata })
    expect([inControl.status, inControl.body.error]).toEqual([409, 'payment_refused'])
    expect(world.payments.size().begun).toBe(1)
  },
)

test('without magic the member is metadata like any other', async () => {
  const { begin, ask } = await haveOrdered('create:html-500; approve:html-500', { magic: false })
  const { status, body } = await begin()
  expect([status, body.metadata.mock_fault]).toEqual([200, 'create:html-500; approve:html-500'])
  expect((await ask('POST', `/payments/${body.identifier}/approve`)).status).toBe(200)
  expect((await begin({ mock_fault: 'nonsense' })).status).toBe(200)
})
