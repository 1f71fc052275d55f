import { expect, test } from 'vitest'
import { startPiBackend } from './start-pi-backend.ts'

const FEE = 100_000n
const PI = 10_000_000n

test.each(['pay-user.cjs', 'pay-user.mjs'])('%s pays a user, unmodified', async (program) => {
  const pi = await startPiBackend()
  const before = pi.books()

  const { stdout, stderr, code } = await pi.run(program)

  expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(/^mock-pi .*\n$/), code: 0 })
  const { paymentId, txid, completedPayment } = JSON.parse(stdout)
  expect(completedPayment).toMatchObject({
    identifier: paymentId,
    amount: 3.14,
    direction: 'app_to_user',
    network: 'Pi Testnet',
    status: { developer_approved: true, transaction_verified: true, developer_completed: true },
    transaction: { txid, verified: true },
  })
  expect(pi.payment(paymentId)).toMatchObject({ state: 'completed', txid })
  const [transaction, ...others] = pi.transactions()
  expect(others).toEqual([])
  expect(transaction).toMatchObject({
    successful: true,
    feeCharged: FEE,
    envelope: { hash: txid, memo: { type: 'text', value: Buffer.from(paymentId) } },
  })
  const sent = (314n * PI) / 100n
  expect(pi.books()).toEqual({
    app: before.app - sent - FEE,
    alice: before.alice + sent,
    sequence: before.sequence + 1n,
  })
})

test('a cancelled payment makes room for the next, and moves nothing', async () => {
  const pi = await startPiBackend()
  const before = pi.books()

  const [created, cancelled, next] = await pi.call([
    ['createPayment', pi.order],
    ['cancelPayment', '$0'],
    ['createPayment', pi.order],
  ])

  expect(cancelled?.response).toMatchObject({
    identifier: created?.response,
    status: { cancelled: true, user_cancelled: false },
  })
  expect(pi.payment(created?.response)).toMatchObject({ state: 'cancelled', txid: null })
  expect(pi.payment(next?.response)).toMatchObject({ state: 'approved' })
  expect(pi.books()).toEqual(before)
})

test('its incomplete payments are the object around the list, which is a bug of pi-backend', async () => {
  const pi = await startPiBackend()

  const [none, created, one] = await pi.call([
    ['getIncompleteServerPayments'],
    ['createPayment', pi.order],
    ['getIncompleteServerPayments'],
  ])

  expect(none?.response).toEqual({ incomplete_server_payments: [] })
  expect(one?.response).toEqual({
    incomplete_server_payments: [
      expect.objectContaining({ identifier: created?.response, transaction: null }),
    ],
  })
})

test('an incomplete payment is paid and completed by a program that starts again', async () => {
  const pi = await startPiBackend()
  const [created] = await pi.call([['createPayment', pi.order]])

  const [submitted, completed] = await pi.call([
    ['submitPayment', created?.response],
    ['completePayment', created?.response, '$0'],
  ])

  expect(completed?.response.transaction).toMatchObject({
    txid: submitted?.response,
    verified: true,
  })
  expect(pi.payment(created?.response)).toMatchObject({ state: 'completed' })
  expect(pi.transactions()).toHaveLength(1)
})

test('a second payment beside an open one is refused, with the open one', async () => {
  const pi = await startPiBackend()

  const [created, second] = await pi.call([
    ['createPayment', pi.order],
    ['createPayment', pi.order],
  ])

  expect(second?.error).toMatchObject({
    message: 'Request failed with status code 400',
    status: 400,
    body: { error: 'ongoing_payment_found', payment: { identifier: created?.response } },
  })
})

test('a user who never met the app, and a wrong key, are refused as Pi refuses them', async () => {
  const pi = await startPiBackend()
  const toUnknownUser = { ...pi.order, uid: '00000000-0000-4000-8000-000000000000' }

  const [unknown] = await pi.call([['createPayment', toUnknownUser]])
  const [wrong] = await pi.call([['createPayment', pi.order]], { PI_API_KEY: 'x'.repeat(64) })

  expect(unknown?.error).toMatchObject({ status: 404, body: { error: 'user_not_found' } })
  expect(wrong?.error).toMatchObject({ status: 401, body: { error: 'Invalid/missing API key' } })
})

test('the seed of another wallet is noticed before anything is sent', async () => {
  const pi = await startPiBackend()

  const [created, submitted] = await pi.call(
    [
      ['createPayment', pi.order],
      ['submitPayment', '$0'],
    ],
    { WALLET_PRIVATE_SEED: pi.mock.world.faucet.seed },
  )

  expect(submitted?.error?.message).toBe('You should use a private seed of your app wallet!')
  expect(pi.payment(created?.response)).toMatchObject({ state: 'approved', txid: null })
  expect(pi.transactions()).toEqual([])
})

test('a payment beyond the balance fails in a ledger, costs its fee, and can be cancelled', async () => {
  const pi = await startPiBackend()
  const before = pi.books()

  const [created, submitted, cancelled] = await pi.call([
    ['createPayment', { ...pi.order, amount: 1_000_000 }],
    ['submitPayment', '$0'],
    ['cancelPayment', '$0'],
  ])

  expect(submitted?.error).toMatchObject({
    status: 400,
    body: {
      title: 'Transaction Failed',
      extras: {
        result_codes: { transaction: 'tx_failed', operations: ['op_underfunded'] },
      },
    },
  })
  expect(pi.transactions()).toMatchObject([{ successful: false, feeCharged: FEE }])
  expect(pi.books()).toEqual({
    app: before.app - FEE,
    alice: before.alice,
    sequence: before.sequence + 1n,
  })
  expect(cancelled?.response.status.cancelled).toBe(true)
  expect(pi.payment(created?.response)).toMatchObject({ state: 'cancelled' })
})

test('submitting twice pays twice, for the record shows nothing of the first', async () => {
  const pi = await startPiBackend()
  const before = pi.books()

  const [created, first, second, seen, completed, again] = await pi.call([
    ['createPayment', pi.order],
    ['submitPayment', '$0'],
    ['submitPayment', '$0'],
    ['getPayment', '$0'],
    ['completePayment', '$0', '$1'],
    ['completePayment', '$0', '$2'],
  ])

  expect(seen?.response).toMatchObject({
    transaction: null,
    status: { transaction_verified: false },
  })
  expect(completed?.response.transaction.txid).toBe(first?.response)
  expect(again?.error).toMatchObject({ status: 400, body: { error: 'txid_mismatch' } })
  expect(pi.payment(created?.response)).toMatchObject({ state: 'completed', txid: first?.response })
  expect(pi.transactions().map(({ envelope }) => envelope.hash)).toEqual([
    first?.response,
    second?.response,
  ])
  expect(pi.books().alice - before.alice).toBe(2n * ((314n * PI) / 100n))
})

test('a paid payment can be cancelled, for the record shows nothing of the money', async () => {
  const pi = await startPiBackend()

  const [created, submitted, cancelled, completed] = await pi.call([
    ['createPayment', pi.order],
    ['submitPayment', '$0'],
    ['cancelPayment', '$0'],
    ['completePayment', '$0', '$1'],
  ])

  expect(cancelled?.response).toMatchObject({ status: { cancelled: true }, transaction: null })
  expect(completed?.error).toMatchObject({ body: { error: 'cancelled_payment' } })
  expect(pi.payment(created?.response)).toMatchObject({ state: 'cancelled' })
  expect(pi.transactions()).toMatchObject([{ envelope: { hash: submitted?.response } }])
})

test("another payment's transaction is linked permanently, and no more is submitted", async () => {
  const pi = await startPiBackend()

  const [, other, , created, completed, again, cancelled, submitted] = await pi.call([
    ['createPayment', pi.order],
    ['submitPayment', '$0'],
    ['completePayment', '$0', '$1'],
    ['createPayment', pi.order],
    ['completePayment', '$3', '$1'],
    ['completePayment', '$3', '$1'],
    ['cancelPayment', '$3'],
    ['submitPayment', '$3'],
  ])

  const verification_failed = (verification_error: string) => ({
    status: 400,
    body: { error: 'verification_failed', verification_error },
  })
  expect(completed?.error).toMatchObject(verification_failed('tx_memo_payment_identifier_mismatch'))
  expect(again?.error).toMatchObject(verification_failed('payment_already_linked_with_a_tx'))
  expect(cancelled?.error).toMatchObject({ body: { error: 'payment_tx_present' } })
  expect(JSON.parse(submitted?.error?.message ?? '')).toEqual({
    message: 'This payment already has a linked txid',
    paymentId: created?.response,
    txid: other?.response,
  })
  expect(pi.transactions()).toHaveLength(1)
})

test('completing with a hash that no ledger has is refused, and leaves the payment open', async () => {
  const pi = await startPiBackend()

  const [created, unknown, submitted, completed] = await pi.call([
    ['createPayment', pi.order],
    ['completePayment', '$0', 'ab'.repeat(32)],
    ['submitPayment', '$0'],
    ['completePayment', '$0', '$2'],
  ])

  expect(unknown?.error).toMatchObject({
    body: { error: 'verification_failed', verification_error: 'tx_not_found' },
  })
  expect(completed?.response.transaction.txid).toBe(submitted?.response)
  expect(pi.payment(created?.response)).toMatchObject({ state: 'completed' })
})
