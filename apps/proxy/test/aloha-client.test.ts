import { createAlohaClient, type AlohaClientOptions } from '@aloha-pi/client'
import { runConformance } from '@aloha-pi/conformance'
import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { afterAll, expect, test } from 'vitest'
import { controlMock } from './control-mock.ts'
import { startPayoutWorld } from './payouts/start-payout-world.ts'
import { OTHER_TXID } from './pi-payment.ts'

const scopes = [...alohaScopes]
const world = await startPayoutWorld({
  env: { PUBLIC_DETAILS: 'false' },
  keys: [{ scopes }, { scopes }],
})
afterAll(() => world.close())
const { mock, proxy, newUser, paid } = world
const [own, other] = proxy.keys.map(({ secret }) => secret)
const user = controlMock(mock.url)

const clientWith = (options: Partial<AlohaClientOptions> = {}) =>
  createAlohaClient({ baseUrl: proxy.url, apiKey: own, sleep: async () => {}, ...options })
const aloha = clientWith()
const timesPaid = async (memo: string | undefined) =>
  (await paid()).filter((each) => each.memo === memo).length
const payoutTo = (uid: string, orderId: string) => ({
  amount: 3.14,
  memo: 'Thanks',
  metadata: { orderId },
  uid,
})

/** Loses the responses of the first requests: the proxy has carried them out. */
function losing(responses: number): typeof fetch {
  let left = responses
  return async (input, init) => {
    const response = await fetch(input, init)
    if (left-- <= 0) return response
    await response.text()
    throw new TypeError('fetch failed')
  }
}

test('a user-to-app payment is approved, completed and read', async () => {
  const { identifier: id } = await user.createPayment()
  expect(await aloha.u2a.approve(id)).toMatchObject({ record: { status: 'approved' } })
  const { transaction } = await user.pay(id)

  const wrong = aloha.u2a.complete(id, OTHER_TXID, { retries: 0 })
  await expect(wrong).rejects.toMatchObject({ name: 'AlohaApiError', outcomeUnknown: false })

  const completed = await aloha.u2a.complete(id, transaction!.txid)
  expect(completed).toMatchObject({
    payment: { identifier: id, status: { developer_completed: true } },
    record: { status: 'completed', txid: transaction!.txid },
  })
  expect(await aloha.u2a.details(id)).toEqual(completed)
  await expect(aloha.u2a.abort(id)).rejects.toMatchObject({
    status: 409,
    record: { status: 'completed' },
  })
})

test('an approval whose responses are lost is repeated, and done once', async () => {
  const { identifier: id } = await user.createPayment()
  const approved = await clientWith({ fetch: losing(2) }).u2a.approve(id)
  expect(approved).toMatchObject({ record: { status: 'approved', pending_actions: [] } })
})

test('a payout with a key is paid once, however many of its responses are lost', async () => {
  const payment = payoutTo(await newUser(), 'with a key')
  const pay = { idempotencyKey: 'order-1' }
  const first = await clientWith({ fetch: losing(2) }).a2u.create(payment, pay)
  const { payout, payment: shown } = await aloha.a2u.waitFor(first.payout.payout_id)
  const again = await aloha.a2u.create(payment, pay).withResponse()

  expect(payout).toMatchObject({ status: 'completed', amount: '3.1400000', uid: payment.uid })
  expect(again.data.payout.payout_id).toBe(payout.payout_id)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await timesPaid(shown?.identifier)).toBe(1)
  expect((await paid()).filter(({ txid }) => txid === payout.txid)).toHaveLength(1)
})

test('a payout without a key whose response is lost is unknown, and found again by who looks', async () => {
  const payment = payoutTo(await newUser(), 'without a key')
  const create = clientWith({ fetch: losing(1) }).a2u.create(payment)
  await expect(create).rejects.toMatchObject({ name: 'OutcomeUnknownError', outcomeUnknown: true })

  // The proxy derives the key of the payment: the same call joins the payout that was begun.
  const { payout } = await aloha.a2u.create(payment)
  const { payment: shown } = await aloha.a2u.waitFor(payout.payout_id)
  expect(await timesPaid(shown?.identifier)).toBe(1)
})

test('what the proxy refuses for good comes with its record', async () => {
  const nobody = payoutTo('a1111111-aaaa-bbbb-2222-ccccccc3333d', 'nobody')
  await expect(aloha.a2u.create(nobody, { idempotencyKey: 'nobody' })).rejects.toMatchObject({
    name: 'AlohaApiError',
    code: 'user_not_found',
    payout: { status: 'failed', fail_code: 'user_not_found' },
  })

  const { payout } = await aloha.a2u.create(payoutTo(await newUser(), 'paid'))
  await aloha.a2u.waitFor(payout.payout_id)
  await expect(aloha.a2u.cancel(payout.payout_id)).rejects.toMatchObject({
    code: 'already_paid',
    payout: { status: 'completed' },
  })
  expect(await aloha.a2u.incomplete()).toEqual({ payments: [], payouts: [], nextCursor: null })
})

test('P7: private details are not there for another client, and need a key', async () => {
  const { payout } = await aloha.a2u.create(payoutTo(await newUser(), 'private'))
  const read = (apiKey: string | undefined) =>
    clientWith({ apiKey }).a2u.details(payout.payout_id, { retries: 0 })
  await expect(read(other)).rejects.toMatchObject({ status: 404, code: 'payment_not_found' })
  await expect(read(undefined)).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
  expect((await read(own)).payout).toMatchObject({ payout_id: payout.payout_id })
})

test('a proxy with private details conforms', async () => {
  const report = await runConformance({
    target: 'aloha',
    baseUrl: proxy.url,
    apiKey: own!,
    otherApiKey: other,
    control: mock.url,
    write: true,
    privateDetails: true,
    only: ['u2a.details', 'a2u.details'],
    runs: 3,
  })
  const { results, counts } = report
  expect(results.flatMap(({ id, problems }) => problems.map((each) => [id, each]))).toEqual([])
  expect(counts).toMatchObject({ failed: 0, skipped: 0 })
  expect(results.filter(({ id }) => id.includes('/private-'))).toHaveLength(3)
}, 60_000)
