import { afterAll, expect, test } from 'vitest'
import { startProxy } from '../../src/server/start-proxy.ts'
import { createCaller } from '../start-test-proxy.ts'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

const world = await startPayoutWorld({
  env: {
    PAYOUT_CAP: '5',
    PAYOUT_CLIENT_DAY_CAP: '10',
    PAYOUT_DAY_CAP: '12.5',
    IDEMPOTENCY_KEY: 'required',
  },
  keys: [{ clientName: 'alice', scopes: ['a2u:create', 'read'] }],
})
afterAll(() => world.close())
const { call, newUser, paid, proxy } = world

/** A call that was paid, for those that come after it. */
let paidCall = { body: '', key: '' }

const create = (body: string, key: string | null, caller = call) =>
  caller('POST a2u/create', { body, ...(key != null && { headers: { 'idempotency-key': key } }) })

test('where a key is required a request without one is refused', async () => {
  expect(await create(payoutBody(await newUser()), null)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', error: 'Idempotency-Key is required' },
  })
})

test('P16: a payout above the cap is refused by name', async () => {
  expect(
    await create(payoutBody(await newUser(), { amount: 5.0000001 }), 'too-much'),
  ).toMatchObject({
    status: 400,
    body: { error: 'payment.amount must be at most 5 Pi, the cap of one payout' },
  })
})

test('P16: 100 payouts at once over HTTP never pay more than the cap of a day', async () => {
  const uid = await newUser()
  const body = payoutBody(uid, { amount: 3 })

  const responses = await Promise.all(
    Array.from({ length: 100 }, (_, index) => create(body, `flood-${index}`)),
  )

  const taken = responses.filter(({ status }) => status === 200 || status === 202)
  expect(taken).toHaveLength(3)
  const limited = responses.find(({ status }) => status === 429)
  expect(limited).toMatchObject({
    body: {
      code: 'payout_limit',
      error: expect.stringContaining('10 Pi of one client in 24 hours'),
    },
  })
  expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(responses.filter(({ status }) => status === 429)).toHaveLength(97)
  expect(await paid()).toHaveLength(3)
  paidCall = { body, key: `flood-${responses.findIndex(({ status }) => status === 200)}` }
})

test('P16: the cap of all clients together holds for another client', async () => {
  const body = payoutBody(await newUser(), { amount: 4 })
  const init = { body, headers: { 'idempotency-key': 'other' }, key: proxy.keys[0]!.secret }
  const response = await call('POST a2u/create', init)
  expect(response).toMatchObject({
    status: 429,
    body: { error: expect.stringContaining('all clients together in 24 hours') },
  })
  // How much that is, is no one's business.
  expect(response.body.error).not.toContain('12.5')
})

/** Another proxy that lets in more than the wallet has. */
async function startRich(choice: 'wait' | 'fail') {
  const start = (await (
    await fetch(`${world.mock.url}/accounts/${world.mock.wallet.address}`)
  ).json()) as {
    balances: { balance: string }[]
  }
  const balance = Number(start.balances[0]!.balance)
  const rich = {
    PAYOUT_CAP: '536870912',
    PAYOUT_CLIENT_DAY_CAP: '536870912',
    PAYOUT_DAY_CAP: '536870912',
    PAYOUT_WITHOUT_MONEY: choice,
    PAYOUT_WAIT_MS: choice === 'wait' ? '500' : '20000',
  }
  await proxy.stop()
  const lines: string[] = []
  const other = await startProxy(
    { ...proxy.settings, ...rich },
    { log: (line) => lines.push(line) },
  )
  const body = payoutBody(await newUser(), { amount: Math.ceil(balance) })
  const caller = createCaller(other.url)
  return { other, lines, ask: () => create(body, `broke, to ${choice}`, caller) }
}

test('what a wallet cannot pay fails, where it shall, before anything is created at Pi', async () => {
  const { other, ask } = await startRich('fail')
  const response = await ask()

  expect(response).toMatchObject({
    status: 422,
    body: {
      code: 'insufficient_balance',
      sbResData: { row: { status: 'failed', fail_code: 'insufficient_balance', payment_id: null } },
    },
  })
  await other.close()
})

test('what a wallet cannot pay waits until there is money', async () => {
  const { other, ask, lines } = await startRich('wait')
  expect(await ask()).toMatchObject({
    status: 202,
    body: { sbResData: { row: { status: 'processing', payment_id: null } } },
  })
  const isSaid = () => lines.some((line) => line.includes('"alarm":"wallet_poor"'))
  await expect.poll(isSaid).toBe(true)

  await world.control.post('/ledger/fund', { address: world.mock.wallet.address, amount: 100 })

  await expect.poll(async () => (await ask()).status, { timeout: 30_000 }).toBe(200)
  await other.close()
})

test('P16: with the kill switch nothing new is let in, and what is known is returned', async () => {
  const before = await paid()
  const off = await startProxy({ ...proxy.settings, PAYOUTS: 'off' }, { log: () => undefined })
  const caller = createCaller(off.url)

  const refused = await create(payoutBody(await newUser()), 'while-off', caller)
  expect(refused).toMatchObject({
    status: 503,
    body: {
      code: 'payouts_off',
      error: expect.stringContaining('its operator has switched them off'),
    },
  })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)

  const known = await create(paidCall.body, paidCall.key, caller)
  expect(known).toMatchObject({
    status: 200,
    body: { sbResData: { row: { status: 'completed' } } },
  })
  expect(known.headers.get('idempotent-replayed')).toBe('true')
  await off.close()
  expect(await paid()).toEqual(before)
})
