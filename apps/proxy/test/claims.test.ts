import { afterAll, expect, test } from 'vitest'
import { startFakePi } from './fake-pi.ts'
import { coded, html500 } from './fake-pi-faults.ts'
import { TXID } from './pi-payment.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url, {}, [{}, {}])
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const [alice, bob] = proxy.keys
const { call } = proxy

test.each([
  ['approve', coded(403, 'brand_new_rule')],
  ['complete', coded(400, 'verification_failed', { verification_error: 'tx_memo_mismatch' })],
  ['abort', coded(400, 'payment_tx_present')],
] as const)('P7: %s that Pi refused claims nothing', async (action, refusal) => {
  const id = pi.havePayment(action === 'complete' ? 'paid' : 'created')
  const path = `POST u2a/${action}/${id}${action === 'complete' ? `/${TXID}` : ''}`
  pi.fail(action === 'abort' ? 'cancel' : action, refusal, { times: 1 })
  const { status } = await call(path, { key: bob!.secret })
  expect(status).toBeGreaterThanOrEqual(400)
  expect((await call(`GET u2a/details/${id}`, { key: null })).body).not.toHaveProperty('sbResData')

  expect(await call(path, { key: alice!.secret })).toMatchObject({ status: 200 })
  expect(await call(path, { key: bob!.secret })).toMatchObject({ status: 404 })
})

test('P7: a call that came too late claims nothing', async () => {
  const id = pi.havePayment('created')
  pi.fail(
    'approve',
    (res) => {
      pi.payments.get(id)!.status.user_cancelled = true
      coded(403, 'cancelled_payment')(res, undefined)
    },
    { times: 1 },
  )
  expect(await call(`POST u2a/approve/${id}`, { key: bob!.secret })).toMatchObject({
    status: 409,
    body: { code: 'cancelled_payment' },
  })

  expect(await call(`POST u2a/abort/${id}`, { key: alice!.secret })).toMatchObject({ status: 200 })
})

test('P7: a payment whose only call turns out to have failed belongs to no one again', async () => {
  const id = pi.havePayment('created')
  pi.fail('approve', html500)
  expect(await call(`POST u2a/approve/${id}`, { key: bob!.secret })).toMatchObject({ status: 502 })
  pi.heal()
  pi.payments.get(id)!.status.user_cancelled = true
  expect(await call(`POST u2a/approve/${id}`, { key: bob!.secret })).toMatchObject({
    status: 409,
    body: { sbResData: { row: { status: 'seen', pending_actions: [] } } },
  })

  expect(await call(`POST u2a/abort/${id}`, { key: alice!.secret })).toMatchObject({ status: 200 })
})

test('P7: a call of unknown outcome keeps the payment for its client', async () => {
  const id = pi.havePayment('created')
  pi.fail('approve', html500)
  expect(await call(`POST u2a/approve/${id}`, { key: bob!.secret })).toMatchObject({ status: 502 })
  pi.heal()

  expect(await call(`POST u2a/approve/${id}`, { key: alice!.secret })).toMatchObject({
    status: 404,
  })
  expect(await call(`POST u2a/approve/${id}`, { key: bob!.secret })).toMatchObject({ status: 200 })
})
