import { afterAll, expect, test } from 'vitest'
import { createDetailsCache } from '../src/u2a/details-cache.ts'
import { hasResponse } from '../src/u2a/payment-details.ts'
import type { PaymentDetails } from '../src/u2a/payment-details.ts'
import { unknown } from '../src/upstream/pi-result.ts'
import { startFakePi } from './fake-pi.ts'
import { TXID, piPayment } from './pi-payment.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const { call } = proxy
const anonymous = { key: null }

test("details returns Pi's payment, with our record once there is one", async () => {
  const id = pi.havePayment('created')

  const unseen = await call(`GET u2a/details/${id}`)
  await call(`POST u2a/approve/${id}`)
  const seen = await call(`GET u2a/details/${id}`)

  expect(unseen.body).toEqual({
    success: true,
    action: 'details',
    direction: 'u2a',
    piResData: { ...piPayment('created'), identifier: id },
  })
  expect(seen.body.sbResData).toMatchObject({
    table: 'u2a_payment',
    operation: 'select',
    row: { payment_id: id, status: 'approved' },
  })
})

test.each([
  ['2.0', '2.0'],
  ['2', '2'],
  ['2.50', '2.50'],
])('the amount %s of Pi is passed on as Pi wrote it', async (written, text) => {
  const id = pi.havePayment('created')
  const amount = Number(written)
  pi.fail('read', (res, response) => {
    const json = JSON.stringify({ ...(response as object), amount })
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(json.replace(`"amount":${amount}`, `"amount":${written}`))
  })

  const response = await fetch(`${proxy.url}/v1/transaction/u2a/details/${id}`)
  pi.heal()

  expect(await response.text()).toContain(`"amount":${text},`)
})

test('a2u/details returns an app-to-user payment', async () => {
  const id = pi.havePayment('approved', { direction: 'app_to_user' })

  expect(await call(`GET a2u/details/${id}`, anonymous)).toMatchObject({
    status: 200,
    body: { success: true, action: 'details', direction: 'a2u', piResData: { identifier: id } },
  })
})

test('details of the other direction is a 404 that names the route to take', async () => {
  const u2a = pi.havePayment('created')
  const a2u = pi.havePayment('approved', { direction: 'app_to_user' })

  const asked = await call(`GET a2u/details/${u2a}`)
  expect(asked).toMatchObject({ status: 404, body: { code: 'wrong_direction' } })
  expect(asked.body.error).toBe(
    `Payment ${u2a} is user to app: see /v1/transaction/u2a/details/${u2a}`,
  )
  const other = await call(`GET u2a/details/${a2u}`)
  expect(other).toMatchObject({ status: 404, body: { code: 'wrong_direction' } })
  expect(other.body.error).toContain(`/v1/transaction/a2u/details/${a2u}`)
})

test.each(['approve', 'complete', 'abort'])(
  '%s with an open app-to-user payment leaves Pi untouched and says where it is',
  async (action) => {
    const id = pi.havePayment('approved', { direction: 'app_to_user' })
    const before = structuredClone(pi.payments.get(id))
    const tail = action === 'complete' ? `/${TXID}` : ''
    const sent = pi.requests.length

    const response = await call(`POST u2a/${action}/${id}${tail}`)

    expect(response).toMatchObject({ status: 404, body: { code: 'wrong_direction', action } })
    expect(response.body.error).toContain(`/v1/transaction/a2u/details/${id}`)
    expect(pi.payments.get(id)).toEqual(before)
    expect(pi.requests.slice(sent).map(({ operation }) => operation)).toEqual(['read'])
    expect((await call(`GET a2u/details/${id}`)).body).not.toHaveProperty('sbResData')
  },
)

test('anonymous callers at the same time cause one call to Pi', async () => {
  const id = pi.havePayment('created')
  const before = pi.calls('read')

  const responses = await Promise.all(
    Array.from({ length: 30 }, () => call(`GET u2a/details/${id}`, anonymous)),
  )

  expect(responses.every(({ status }) => status === 200)).toBe(true)
  expect(pi.calls('read') - before).toBe(1)
})

test('an own write clears what anonymous callers see; a key always reads', async () => {
  const id = pi.havePayment('created')
  await call(`GET u2a/details/${id}`, anonymous)

  await call(`POST u2a/approve/${id}`)

  const { body } = await call(`GET u2a/details/${id}`, anonymous)
  expect(body.piResData.status.developer_approved).toBe(true)
  pi.payments.get(id)!.memo = 'changed at Pi'
  expect((await call(`GET u2a/details/${id}`)).body.piResData.memo).toBe('changed at Pi')
})

const details = (memo: string): PaymentDetails => ({
  record: undefined,
  response: { kind: 'ok', value: piPayment('created', { memo }) },
})

test('the cache keeps a response for one second of its clock', async () => {
  let now = 0
  const cache = createDetailsCache(hasResponse, () => now)

  expect(await cache.get('a', async () => details('first'))).toEqual(details('first'))
  now = 999
  expect(await cache.get('a', async () => details('second'))).toEqual(details('first'))
  now = 1000
  expect(await cache.get('a', async () => details('third'))).toEqual(details('third'))
})

test('the cache keeps no lost response, no fault, and nothing that began before a write', async () => {
  const cache = createDetailsCache(hasResponse, () => 0)
  await cache.get('lost', async () => ({ record: undefined, response: unknown('timeout') }))
  expect(await cache.get('lost', async () => details('now'))).toEqual(details('now'))

  await expect(cache.get('fault', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await cache.get('fault', async () => details('up'))).toEqual(details('up'))

  const slow = Promise.withResolvers<PaymentDetails>()
  const early = cache.get('write', () => slow.promise)
  cache.forget('write')
  slow.resolve(details('before the write'))
  await early
  expect(await cache.get('write', async () => details('after'))).toEqual(details('after'))
})

test('the cache holds no more than its share of payments', async () => {
  const cache = createDetailsCache(hasResponse, () => 0, { most: 2 })
  for (const id of ['a', 'b', 'c']) await cache.get(id, async () => details(id))

  expect(await cache.get('c', async () => details('again'))).toEqual(details('c'))
  expect(await cache.get('a', async () => details('again'))).toEqual(details('again'))
})
