import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, expect, test } from 'vitest'
import { controlMock } from './control-mock.ts'
import { OTHER_TXID } from './pi-payment.ts'
import { startTestProxy } from './start-test-proxy.ts'

const mock = await startMockPi()
const proxy = await startTestProxy(mock.url, {
  PI_API_KEY: mock.apiKey,
  UPSTREAM_TIMEOUT_MS: '5000',
})
afterAll(async () => {
  await proxy.close()
  await mock.close()
})
const { call } = proxy
const user = controlMock(mock.url)

test('a user-to-app payment goes through from approval to completion, every step twice', async () => {
  const { identifier: id } = await user.createPayment()
  for (const step of ['first', 'again']) {
    expect([step, await call(`POST u2a/approve/${id}`)]).toMatchObject([
      step,
      { status: 200, body: { piResData: { status: { developer_approved: true } } } },
    ])
  }
  const { transaction } = await user.pay(id)
  const txid = transaction!.txid

  for (const step of ['first', 'again']) {
    expect([step, await call(`POST u2a/complete/${id}/${txid}`)]).toMatchObject([
      step,
      {
        status: 200,
        body: {
          piResData: { status: { transaction_verified: true, developer_completed: true } },
          sbResData: { row: { status: 'completed', pending_actions: [], txid } },
        },
      },
    ])
  }

  const { body } = await call(`GET u2a/details/${id}`, { key: null })
  expect(body.piResData).toEqual(
    await (
      await fetch(`${mock.url}/v2/payments/${id}`, {
        headers: { authorization: `Key ${mock.apiKey}` },
      })
    ).json(),
  )
  expect(body.sbResData.row).toMatchObject({ status: 'completed', txid })
})

test('another transaction than the one that paid is refused', async () => {
  const { identifier: id } = await user.createPayment()
  await call(`POST u2a/approve/${id}`)
  const { transaction } = await user.pay(id)

  const wrong = await call(`POST u2a/complete/${id}/${OTHER_TXID}`)
  expect(wrong).toMatchObject({ status: 409, body: { success: false, code: 'txid_mismatch' } })
  expect(await call(`POST u2a/complete/${id}/${transaction!.txid}`)).toMatchObject({ status: 200 })
  expect(await call(`POST u2a/complete/${id}/${OTHER_TXID}`)).toMatchObject({
    status: 409,
    body: { code: 'txid_mismatch' },
  })
  expect(await call(`POST u2a/abort/${id}`)).toMatchObject({
    status: 409,
    body: { code: 'already_completed' },
  })
})

test('abort cancels at Pi, and a payment that the user cancelled is aborted too', async () => {
  const { identifier: ours } = await user.createPayment()
  expect(await call(`POST u2a/abort/${ours}`)).toMatchObject({
    status: 200,
    body: { piResData: { status: { cancelled: true } } },
  })

  const { identifier: theirs } = await user.createPayment()
  await user.cancel(theirs)
  expect(await call(`POST u2a/abort/${theirs}`)).toMatchObject({
    status: 200,
    body: { piResData: { status: { user_cancelled: true } } },
  })
  expect(await call(`POST u2a/approve/${theirs}`)).toMatchObject({
    status: 409,
    body: {
      code: 'cancelled_payment',
      error: expect.stringContaining('The user cancelled it'),
    },
  })
})

test('an approval that comes after 60 seconds is refused because the payment is cancelled', async () => {
  const { identifier: id } = await user.createPayment()
  await user.advance(61_000)

  expect(await call(`POST u2a/approve/${id}`)).toMatchObject({
    status: 409,
    body: {
      code: 'cancelled_payment',
      error: expect.stringContaining('not approved within 60 seconds of its creation'),
    },
  })
})

test('a paid payment cannot be aborted', async () => {
  const { identifier: id } = await user.createPayment()
  await call(`POST u2a/approve/${id}`)
  await user.pay(id)

  expect(await call(`POST u2a/abort/${id}`)).toMatchObject({
    status: 409,
    body: { code: 'payment_tx_present' },
  })
})

test('fifty approvals at once have one effect and all return 200', async () => {
  const { identifier: id } = await user.createPayment()

  const responses = await Promise.all(
    Array.from({ length: 50 }, () => call(`POST u2a/approve/${id}`)),
  )

  expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200))
})

test("the documents' test payment is served", async () => {
  expect(await call('GET u2a/details/RKo9DyyzYmmnq4roS1infxy1qc4m', { key: null })).toMatchObject({
    status: 200,
    body: { piResData: { transaction: { txid: expect.stringMatching(/^2e161867.*2062$/) } } },
  })
})

test('a key that the mock does not know is 502 with an alarm, never 401', async () => {
  const unknownProxy = await startTestProxy(mock.url, { PI_API_KEY: `alohamock${'0'.repeat(55)}` })
  const { identifier: id } = await user.createPayment()

  for (const route of [`POST u2a/approve/${id}`, `GET u2a/details/${id}`]) {
    expect(await unknownProxy.call(route)).toMatchObject({
      status: 502,
      body: { code: 'upstream_auth' },
    })
  }

  expect(unknownProxy.lines.join('')).toContain('"alarm":"upstream_auth"')
  await unknownProxy.close()
})
