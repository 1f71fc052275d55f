import type { Payment } from '@aloha-pi/contracts'
import { afterAll, expect, test } from 'vitest'
import { startFakePi } from './fake-pi.ts'
import { coded } from './fake-pi-faults.ts'
import { OTHER_TXID, TXID, type PiState } from './pi-payment.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const { call } = proxy

test('approve approves the payment at Pi and records it', async () => {
  const id = pi.havePayment('created')

  const response = await call(`POST u2a/approve/${id}`)

  expect(response).toMatchObject({
    status: 200,
    body: {
      success: true,
      action: 'approve',
      direction: 'u2a',
      piResData: { identifier: id, status: { developer_approved: true } },
      sbResData: {
        table: 'u2a_payment',
        operation: 'insert',
        row: { payment_id: id, status: 'approved', pending_actions: [], txid: null },
      },
    },
  })
  expect(pi.payments.get(id)?.status.developer_approved).toBe(true)
})

test('the record of the public response says nothing about whose it is', async () => {
  const id = pi.havePayment('created')

  const { body } = await call(`POST u2a/approve/${id}`)

  expect(Object.keys(body.sbResData.row).sort()).toEqual([
    'created_at',
    'payment_id',
    'pending_actions',
    'status',
    'txid',
    'updated_at',
  ])
})

test('approve repeated returns 200 with the payment as it is now, and sends nothing', async () => {
  const id = pi.havePayment('created')
  await call(`POST u2a/approve/${id}`)
  pi.payments.get(id)!.memo = 'changed since'
  const approvals = pi.calls('approve')

  const again = await call(`POST u2a/approve/${id}`)

  expect(again).toMatchObject({
    status: 200,
    body: { piResData: { memo: 'changed since' }, sbResData: { operation: 'select' } },
  })
  expect(pi.calls('approve')).toBe(approvals)
})

test.each(['approve', 'complete', 'abort'])(
  '%s of a payment that is over is refused with its state',
  async (action) => {
    const id = pi.havePayment(action === 'abort' ? 'completed' : 'user_cancelled')

    const response = await call(`POST u2a/${action}/${id}`, { body: bodyFor(action) })

    const code = action === 'abort' ? 'already_completed' : 'cancelled_payment'
    expect(response).toMatchObject({ status: 409, body: { success: false, action, code } })
  },
)

const begin = 'To pay, the user must begin a new payment'
test.each<[PiState, Partial<Payment['status']>, string]>([
  ['user_cancelled', {}, 'The user cancelled it: to pay, the user must begin a new payment'],
  [
    'cancelled',
    {},
    `It was never approved: Pi cancels a payment that is not approved within 60 seconds of its creation, unless the app cancelled it before. ${begin}`,
  ],
  [
    'cancelled',
    { developer_approved: true },
    'It was cancelled after its approval: to pay, the user must begin a new payment',
  ],
])('a payment that is %s, %o, is refused with the reason', async (state, flags, reason) => {
  for (const route of ['approve/ID', `complete/ID/${TXID}`]) {
    const id = pi.havePayment(state)
    Object.assign(pi.payments.get(id)!.status, flags)

    const { body } = await call(`POST u2a/${route.replace('ID', id)}`)

    expect(body.error).toBe(`Payment ${id} is cancelled. ${reason}`)
  }
})

test.each([
  ['in the path', (id: string) => call(`POST u2a/complete/${id}/${TXID}`)],
  ['in the body', (id: string) => call(`POST u2a/complete/${id}`, { body: bodyFor('complete') })],
  [
    'in both, the same',
    (id: string) => call(`POST u2a/complete/${id}/${TXID}`, { body: bodyFor('complete') }),
  ],
])('complete takes the txid %s', async (_, complete) => {
  const id = pi.havePayment('paid')

  expect(await complete(id)).toMatchObject({
    status: 200,
    body: {
      piResData: { status: { developer_completed: true } },
      sbResData: { row: { status: 'completed', txid: TXID } },
    },
  })
})

test('complete without a txid, or with two, is a 400 that names it', async () => {
  const id = pi.havePayment('paid')

  const none = await call(`POST u2a/complete/${id}`)
  const two = await call(`POST u2a/complete/${id}/${OTHER_TXID}`, { body: bodyFor('complete') })

  expect(none).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(none.body.error).toBe('txid is required, in the path or in the body')
  expect(two).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(two.body.error).toContain('txid must be the same')
  expect(pi.payments.get(id)?.status.developer_completed).toBe(false)
})

test('complete takes the id of the path as paymentId, and refuses another one by name', async () => {
  const id = pi.havePayment('paid')
  const completeWith = (paymentId: string) =>
    call(`POST u2a/complete/${id}`, { body: JSON.stringify({ txid: TXID, paymentId }) })

  const other = await completeWith('AnotherPayment')
  expect(other).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(other.body.error).toBe('paymentId must be the id in the path, or absent')
  expect(pi.payments.get(id)?.status.developer_completed).toBe(false)

  expect(await completeWith(id)).toMatchObject({ status: 200 })
})

test('complete takes its txid from a form', async () => {
  const id = pi.havePayment('paid')
  const form = new URLSearchParams({ txid: TXID, paymentId: id })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }

  const response = await call(`POST u2a/complete/${id}`, { body: form, headers })

  expect(response).toMatchObject({ status: 200, body: { sbResData: { row: { txid: TXID } } } })
})

test('complete repeated: the same txid is 200, another one 409', async () => {
  const id = pi.havePayment('paid')
  await call(`POST u2a/complete/${id}/${TXID}`)
  const completions = pi.calls('complete')

  expect(await call(`POST u2a/complete/${id}/${TXID}`)).toMatchObject({ status: 200 })
  expect(await call(`POST u2a/complete/${id}/${OTHER_TXID}`)).toMatchObject({
    status: 409,
    body: { code: 'txid_mismatch', sbResData: { row: { status: 'completed', txid: TXID } } },
  })
  expect(pi.calls('complete')).toBe(completions)
})

test('complete with another txid than the payment shows is a 409, and nothing is sent', async () => {
  const id = pi.havePayment('paid')
  const completions = pi.calls('complete')

  expect(await call(`POST u2a/complete/${id}/${OTHER_TXID}`)).toMatchObject({
    status: 409,
    body: { code: 'txid_mismatch' },
  })
  expect(pi.calls('complete')).toBe(completions)
  expect(pi.payments.get(id)?.status.developer_completed).toBe(false)
  expect(await call(`POST u2a/complete/${id}/${TXID}`)).toMatchObject({ status: 200 })
})

test.each(['created', 'approved', 'cancelled', 'user_cancelled'] as const)(
  'abort of a payment that is %s leaves it cancelled and returns 200',
  async (state) => {
    const id = pi.havePayment(state)

    expect(await call(`POST u2a/abort/${id}`)).toMatchObject({
      status: 200,
      body: { sbResData: { row: { status: 'aborted' } } },
    })
    expect(await call(`POST u2a/abort/${id}`)).toMatchObject({ status: 200 })
  },
)

test('abort of a paid payment is a 409 that says what to do', async () => {
  const id = pi.havePayment('paid')

  const response = await call(`POST u2a/abort/${id}`)

  expect(response).toMatchObject({ status: 409, body: { code: 'payment_tx_present' } })
  expect(response.body.error).toContain('complete it with that transaction')
})

test('a payment that Pi does not know is 404', async () => {
  const response = await call('POST u2a/approve/NoSuchPayment')

  expect(response).toMatchObject({ status: 404, body: { code: 'payment_not_found' } })
})

test("Pi's refusal is passed on by its code, never in its words", async () => {
  const id = pi.havePayment('paid')
  pi.fail(
    'complete',
    coded(400, 'verification_failed', { verification_error: 'tx_memo_mismatch' }),
    {
      times: 1,
    },
  )

  const response = await call(`POST u2a/complete/${id}/${TXID}`)

  expect(response).toMatchObject({
    status: 409,
    body: {
      code: 'verification_failed',
      sbResData: { row: { status: 'seen', pending_actions: [] } },
    },
  })
  expect(response.body.error).toContain('tx_memo_mismatch')
  expect(response.body.error).not.toContain('Text of')
})

test('a code that no one knows is 422 with that code', async () => {
  const id = pi.havePayment('created')
  pi.fail('approve', coded(403, 'brand_new_rule'), { times: 1 })

  const response = await call(`POST u2a/approve/${id}`)

  expect(response).toMatchObject({ status: 422, body: { code: 'upstream_refused' } })
  expect(response.body.error).toContain('brand_new_rule')
})

test("piResData is Pi's response as it came, unknown fields and both spellings included", async () => {
  const id = pi.havePayment('created', {
    Pioneer_uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
    brand_new: { nested: [1, 'two', null] },
  })
  Object.assign(pi.payments.get(id)!.status, { canceled: false, newer_flag: true })

  const { body } = await call(`POST u2a/approve/${id}`)

  expect(body.piResData).toEqual(pi.payments.get(id))
})

test('many identical calls at once have one effect and all return 200', async () => {
  const id = pi.havePayment('created')
  const before = pi.calls('approve')

  const responses = await Promise.all(
    Array.from({ length: 50 }, () => call(`POST u2a/approve/${id}`)),
  )

  expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
  expect(pi.calls('approve') - before).toBe(1)
})

function bodyFor(action: string): string | null {
  return action === 'complete' ? JSON.stringify({ txid: TXID }) : null
}
