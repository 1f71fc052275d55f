import { expect, test } from 'vitest'
import { startPaying } from '../../test/start-paying.ts'

test('the record is silent about money until it is completed, which links and verifies in one step', async () => {
  const { havePayout, pay, act, read, incomplete, url } = await startPaying()
  const payment = await havePayout()
  const txid = await pay(payment)

  expect(await read(payment.identifier)).toEqual(payment)
  expect(await incomplete()).toEqual([payment])
  const completed = await act(payment.identifier, 'complete', { txid })

  expect(completed.status).toBe(200)
  expect(completed.body).toEqual({
    ...payment,
    status: { ...payment.status, transaction_verified: true, developer_completed: true },
    transaction: { txid, verified: true, _link: `${url}/transactions/${txid}` },
  })
  expect(await read(payment.identifier)).toEqual(completed.body)
  expect(await incomplete()).toEqual([])
})

test('a payment is completed once, and the second transfer of a double payment never', async () => {
  const { havePayout, pay, act } = await startPaying()
  const payment = await havePayout()
  const first = await pay(payment)
  const second = await pay(payment)
  await act(payment.identifier, 'complete', { txid: first })

  const again = await act(payment.identifier, 'complete', { txid: first })
  const other = await act(payment.identifier, 'complete', { txid: second })

  expect(again).toMatchObject({ status: 400, body: { error: 'already_completed' } })
  expect(other).toMatchObject({ status: 400, body: { error: 'txid_mismatch' } })
})

test('approve is an error from the start', async () => {
  const { havePayout, act } = await startPaying()
  const payment = await havePayout()
  expect(await act(payment.identifier, 'approve')).toMatchObject({
    status: 400,
    body: { error: 'already_approved', payment },
  })
})

test('a transaction that no one knows is refused, and links nothing', async () => {
  const { havePayout, pay, act, read } = await startPaying()
  const payment = await havePayout()
  const refused = await act(payment.identifier, 'complete', { txid: 'f'.repeat(64) })
  expect(refused).toMatchObject({
    status: 400,
    body: { error: 'verification_failed', verification_error: 'tx_not_found' },
  })
  expect(await read(payment.identifier)).toEqual(payment)
  const txid = await pay(payment)
  expect((await act(payment.identifier, 'complete', { txid })).status).toBe(200)
})

const otherId = 'A'.repeat(28)
test.each([
  ['memo', { memo: otherId }, 'tx_memo_payment_identifier_mismatch'],
  ['amount', { amount: 31_399_999n }, 'tx_amount_mismatch'],
  ['amount that the wallet does not hold', { amount: 10n ** 15n }, 'tx_failed'],
])('a transaction with a wrong %s is linked, and the payment is stuck forever', async (...row) => {
  const [, changes, error] = row
  const { havePayout, pay, act, read, create, incomplete, url } = await startPaying()
  const payment = await havePayout()
  const txid = await pay(payment, changes)

  const refused = await act(payment.identifier, 'complete', { txid })

  expect(refused.status).toBe(400)
  expect(refused.body).toMatchObject({ error: 'verification_failed', verification_error: error })
  const stuck = {
    ...payment,
    transaction: { txid, verified: false, _link: `${url}/transactions/${txid}` },
  }
  expect(await read(payment.identifier)).toEqual(stuck)
  for (const next of [txid, await pay(payment)]) {
    expect((await act(payment.identifier, 'complete', { txid: next })).body).toMatchObject({
      error: 'verification_failed',
      verification_error: 'payment_already_linked_with_a_tx',
    })
  }
  expect((await act(payment.identifier, 'cancel')).body).toEqual({
    error: 'payment_tx_present',
    error_message:
      'You cannot cancel this payment, because an associated blockchain transaction has been recorded.',
  })
  expect((await create()).body).toMatchObject({ error: 'ongoing_payment_found', payment: stuck })
  expect(await incomplete()).toEqual([stuck])
})

test('the transaction of another payment is linked, and still completes its own', async () => {
  const { havePayout, pay, act, uidOf, set } = await startPaying()
  await set({ a2u_concurrency: 'off' })
  const first = await havePayout()
  const second = await havePayout({ uid: uidOf('bob') })
  const txid = await pay(second)
  expect((await act(first.identifier, 'complete', { txid })).body).toMatchObject({
    verification_error: 'tx_memo_payment_identifier_mismatch',
  })
  expect((await act(second.identifier, 'complete', { txid })).status).toBe(200)
})

test('a transaction from another wallet and to another wallet is not the one', async () => {
  const { havePayout, pay, act, uidOf, set, world, wallet } = await startPaying()
  await set({ a2u_concurrency: 'off' })
  const bob = world.users.find('bob')!.wallet!
  for (const [changes, error] of [
    [{ from: bob }, 'tx_source_mismatch'],
    [{ to: bob.address }, 'tx_destination_mismatch'],
    [{ to: wallet.address }, 'tx_destination_mismatch'],
  ] as const) {
    const payment = await havePayout({ uid: uidOf('alice') })
    const txid = await pay(payment, changes)
    expect((await act(payment.identifier, 'complete', { txid })).body).toMatchObject({
      verification_error: error,
    })
  }
})

test('a payment that is paid already can be cancelled, and is then no longer completed', async () => {
  const { havePayout, pay, act, incomplete, create } = await startPaying()
  const payment = await havePayout()
  const txid = await pay(payment)

  const cancelled = await act(payment.identifier, 'cancel')

  expect(cancelled.body).toEqual({ ...payment, status: { ...payment.status, cancelled: true } })
  expect(await incomplete()).toEqual([])
  expect((await act(payment.identifier, 'complete', { txid })).body).toMatchObject({
    error: 'cancelled_payment',
    payment: cancelled.body,
  })
  expect((await act(payment.identifier, 'cancel')).body.error).toBe('cancelled_payment')
  expect((await create()).status).toBe(200)
})

test('a young transaction is not verified yet, whatever it is, and links nothing', async () => {
  const { havePayout, pay, act, read, control, set } = await startPaying()
  await set({ a2u_verification_lag_ms: 5000 })
  // The time that the chain shows for the close is 999 ms earlier.
  await control('/clock/advance', { ms: 999 })
  const payment = await havePayout()
  const txid = await pay(payment)
  const wrong = await pay(payment, { memo: otherId })

  for (const each of [txid, wrong]) {
    const refused = await act(payment.identifier, 'complete', { txid: each })
    expect(refused).toMatchObject({ status: 400, body: { error: 'not_verified', payment } })
    expect(refused.headers.get('x-mock-rule')).toBe('payment/not_settled')
  }
  expect(await read(payment.identifier)).toEqual(payment)
  await control('/clock/advance', { ms: 4999 })
  expect((await act(payment.identifier, 'complete', { txid })).body.error).toBe('not_verified')
  await control('/clock/advance', { ms: 1 })
  expect((await act(payment.identifier, 'complete', { txid })).status).toBe(200)
})

test('what a user does, an app-to-user payment does not take', async () => {
  const { havePayout, control, read, call, signIn } = await startPaying()
  const payment = await havePayout()
  for (const action of ['pay', 'cancel']) {
    const refused = await control(`/payments/${payment.identifier}/${action}`)
    expect(refused).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
    expect(refused.headers.get('x-mock-rule')).toBe('payment/app_to_user')
  }
  expect(await read(payment.identifier)).toEqual(payment)
  const headers = { authorization: `Bearer ${await signIn()}` }
  const begun = await call('POST', '/v2/payments/user_to_app', {
    headers,
    json: { amount: 1, memo: '', metadata: { a: 1 } },
  })
  expect(begun.status).toBe(200)
  expect((await read(payment.identifier)).status.cancelled).toBe(false)
})

test('the control API shows when it was created, approved and completed', async () => {
  const { havePayout, pay, act, call, control } = await startPaying()
  const payment = await havePayout()
  const txid = await pay(payment)
  await control('/clock/advance', { ms: 1000 })
  await act(payment.identifier, 'complete', { txid })

  const { payments } = (await call('GET', '/_mock/payments?limit=1')).body

  expect(payments[0]).toMatchObject({
    username: 'alice',
    payment: { identifier: payment.identifier },
  })
  expect(payments[0].timeline).toEqual([
    { at: '2026-01-01T00:00:00.000Z', event: 'created' },
    { at: '2026-01-01T00:00:00.000Z', event: 'approved' },
    { at: '2026-01-01T00:00:01.000Z', event: 'completed' },
  ])
})
