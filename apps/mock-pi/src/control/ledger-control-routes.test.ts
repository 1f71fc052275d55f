import { expect, test } from 'vitest'
import { signFromApp } from '../../test/pay-from-app.ts'
import { startMock } from '../../test/start-mock.ts'

const NOBODY = 'GBB5G5MKWFSGL2245UPL6TRXI6YYNYKLASESJEMXUYR6LDTHMEPYXQ6I'

/** A mock whose chain is looked at and moved. */
async function startChain() {
  const mock = await startMock()
  const aliceAddress = mock.world.users.find('alice')?.wallet?.address ?? ''
  const read = async () => (await mock.call('GET', '/_mock/ledger')).body
  return {
    ...mock,
    aliceAddress,
    read,
    fund: (address: unknown, amount: unknown) => mock.control('/ledger/fund', { address, amount }),
    set: (settings: object) => mock.control('/settings', settings, 'PATCH'),
  }
}

test('a ledger begins with all Pi in its accounts, of which each app and user has 10,000', async () => {
  const { read, world, wallet, aliceAddress } = await startChain()
  expect(await read()).toEqual({
    network: 'Pi Testnet',
    latest: {
      sequence: 1,
      closed_at: '2026-01-01T00:00:00.000Z',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      successful_transactions: 0,
      failed_transactions: 0,
    },
    waiting: [],
    next_close_in_ms: 1000,
    totals: {
      supply: '100000000000.0000000',
      balances: '100000000000.0000000',
      claimable: '0.0000000',
      fee_pool: '0.0000000',
      claimable_balances: 0,
      accounts: 4,
    },
  })
  for (const address of [wallet.address, aliceAddress]) {
    expect(world.ledger.view().account(address)?.balance).toBe(100_000_000_000n)
  }
})

test('new apps and users have 10,000 Pi too, and who has no wallet has no account', async () => {
  const { control, read, world } = await startChain()
  const { body: app } = await control('/apps')
  const { body: carol } = await control('/users', { username: 'carol' })
  await control('/users', { username: 'dave', wallet: false })
  for (const address of [app.wallet_address, carol.wallet_address]) {
    expect(world.ledger.view().account(address)?.balance).toBe(100_000_000_000n)
  }
  expect((await read()).totals).toMatchObject({ balances: '100000000000.0000000', accounts: 6 })
})

test('ledgers close with the clock, and one by one on request', async () => {
  const { control, read } = await startChain()
  await control('/clock/advance', { ms: 2500 })
  expect(await read()).toMatchObject({
    latest: { sequence: 3, closed_at: '2026-01-01T00:00:02.000Z' },
    next_close_in_ms: 500,
  })
  expect((await control('/ledger/close')).body.latest.sequence).toBe(4)
  const { body } = await control('/ledger/close', { count: 1000 })
  expect(body.latest).toMatchObject({ sequence: 1004, closed_at: '2026-01-01T00:00:02.000Z' })
})

test('by hand, no ledger closes by itself', async () => {
  const { control, read, set } = await startChain()
  await set({ ledger_close: 'by-hand' })
  await control('/clock/advance', { ms: 3_600_000 })
  expect(await read()).toMatchObject({ latest: { sequence: 1 }, next_close_in_ms: null })
})

test('by hand, funding and paying close a separate ledger', async () => {
  const { control, read, set, fund, havePayment, aliceAddress } = await startChain()
  await set({ ledger_close: 'by-hand' })
  await fund(aliceAddress, 1)
  expect((await read()).latest).toMatchObject({ sequence: 2, successful_transactions: 1 })
  await control(`/payments/${(await havePayment('approved')).id}/pay`)
  expect((await read()).latest).toMatchObject({ sequence: 3, successful_transactions: 1 })
})

test('no transaction gave the wallets of apps and users what they begin with', async () => {
  const { control, call, wallet, aliceAddress } = await startChain()
  const { body: app } = await control('/apps')
  const { body: carol } = await control('/users', { username: 'carol' })
  for (const address of [wallet.address, aliceAddress, app.wallet_address, carol.wallet_address]) {
    expect((await call('GET', `/accounts/${address}`)).body.balances[0].balance).toMatch(/^10000\./)
    const { body } = await call('GET', `/accounts/${address}/operations`)
    expect(body._embedded.records).toEqual([])
  }
})

test('ledgers that are due when the setting changes close by the old one', async () => {
  let now = Date.UTC(2026, 0, 1)
  const { control, call } = await startMock({ now: () => now })
  now += 3500
  await control('/settings', { ledger_close: 'by-hand' }, 'PATCH')
  expect((await call('GET', '/_mock/ledger')).body.latest.sequence).toBe(4)
})

test('a ledger that is due when inclusion is switched off still takes what waits', async () => {
  let now = Date.UTC(2026, 0, 1)
  const { asApp, world, control } = await startMock({ now: () => now })
  const { uid } = world.users.find('alice')!.grants.get(world.apps.first().id)!
  const terms = { amount: 1, memo: '', metadata: { a: 1 }, uid }
  const { body: payment } = await asApp('POST', '/payments', { payment: terms })
  const envelope = await signFromApp(world, payment)
  expect(world.ledger.receive(envelope)).toEqual({ kind: 'pending' })
  now += 1500
  await control('/settings', { ledger_inclusion: 'none' }, 'PATCH')
  expect(world.ledger.view().transaction(envelope.hash)).toMatchObject({ ledger: 2 })
})

test('funding pays an account in a separate ledger, by a transaction of the faucet', async () => {
  const { fund, read, aliceAddress, world } = await startChain()
  const funded = await fund(aliceAddress, 2.5)
  expect(funded).toMatchObject({
    status: 200,
    body: { address: aliceAddress, created: false, balance: '10002.5000000', ledger: 2 },
  })
  const transaction = world.ledger.view().transaction(funded.body.txid)
  expect(transaction).toMatchObject({ successful: true, ledger: 2 })
  expect(transaction?.envelope.source.address).toBe(world.faucet.address)
  expect((await read()).totals).toMatchObject({
    balances: '99999999999.9900000',
    claimable: '0.0000000',
    fee_pool: '0.0100000',
    claimable_balances: 0,
  })
})

test('funding creates an account that is not there', async () => {
  const { fund } = await startChain()
  const created = await fund(NOBODY, 0.98)
  expect(created.body).toMatchObject({ created: true, balance: '0.9800000' })
  expect((await fund(NOBODY, 1e-7)).body).toMatchObject({ created: false, balance: '0.9800001' })
})

test('a user whose account was funded beforehand keeps what it holds', async () => {
  const { fund, control, world } = await startChain()
  const other = await startMock()
  const { body: carol } = await other.control('/users', { username: 'carol' })
  await fund(carol.wallet_address, 5)
  await control('/users', { username: 'carol' })
  expect(world.ledger.view().account(carol.wallet_address)?.balance).toBe(50_000_000n)
})

test.each([
  ['nothing', undefined, 1, 'address is required'],
  ['a name', 'alice', 1, 'address must be a wallet address: G and 55 characters A-Z, 2-7'],
  ['a typing error', NOBODY.replace('Q6I', 'Q6J'), 1, 'address must be a valid wallet address'],
  ['a new account below the reserve', NOBODY, 0.9799999, 'amount must be at least 0.9800000'],
  ['no amount', NOBODY, undefined, 'amount must be a number'],
  ['a text', NOBODY, '5', 'amount must be a number'],
  ['nothing to give', NOBODY, 0, 'amount must be more than 0'],
  ['less than a stroop', NOBODY, 1e-8, 'amount must have at most 7 decimals'],
])('funding with %s is refused by name, and gives nothing', async (_, address, amount, words) => {
  const { fund, read } = await startChain()
  const before = await read()
  const refused = await fund(address, amount)
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(refused.body.error_message).toContain(words)
  expect(await read()).toEqual(before)
})

test('M4: a seed that was pasted for an address is not repeated', async () => {
  const { fund, wallet } = await startChain()
  const refused = await fund(wallet.seed, 1)
  expect(refused.status).toBe(400)
  expect(refused.text).not.toContain(wallet.seed)
})

test.each([
  [{ count: 0 }, 'count must be at least 1'],
  [{ count: 1001 }, 'count must be at most 1000'],
  [{ count: 1.5 }, 'count must be whole'],
  [{ many: 1 }, 'must not have "many"'],
])('closing %j is refused by name', async (body, words) => {
  const { control } = await startChain()
  const refused = await control('/ledger/close', body)
  expect(refused.status).toBe(400)
  expect(refused.body.error_message).toContain(words)
})

test.each([
  [{ ledger_close: 9 }, 'ledger_close must be "instant", "by-hand" or whole ms from 10 to 3600000'],
  [{ ledger_close: 10.5 }, 'ledger_close must be "instant", "by-hand" or whole ms'],
  [{ ledger_close: 'never' }, 'ledger_close must be "instant", "by-hand" or whole ms'],
  [{ replica_lag_ledgers: 101 }, 'replica_lag_ledgers must be whole, from 0 to 100'],
  [{ refused_submission_status: 500 }, 'refused_submission_status must be 400 or 200'],
  [{ submit_timeout_ms: 0 }, 'submit_timeout_ms must be whole, from 1 to 600000'],
  [{ a2u_concurrency: 'some' }, 'a2u_concurrency '],
  [{ foreign_payment: 'no' }, 'foreign_payment must be "not-found" or "forbidden"'],
  [{ a2u_verification_lag_ms: -1 }, 'a2u_verification_lag_ms must be whole, from 0 to 86400000'],
  [{ latest_ledger_header: 'no' }, 'latest_ledger_header must be a boolean'],
])('the setting %j is refused by name', async (settings, words) => {
  const { set } = await startChain()
  const refused = await set(settings)
  expect(refused.status).toBe(400)
  expect(refused.body.error_message).toContain(words)
})

test('a payment beyond the balance of the user is refused before anything is submitted', async () => {
  const { control, asApp, read, fund, aliceAddress } = await startChain()
  const { body } = await control('/payments', { username: 'alice', amount: 20_000 })
  const id = body.payment.identifier
  await asApp('POST', `/payments/${id}/approve`)
  const before = await read()

  const refused = await control(`/payments/${id}/pay`)

  expect(refused).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
  expect(refused.headers.get('x-mock-rule')).toBe('payment/underfunded')
  expect(refused.body.error_message).toContain('cannot pay 20000.0000000 Pi')
  expect(await read()).toEqual(before)
  await fund(aliceAddress, 10_001)
  expect((await control(`/payments/${id}/pay`)).status).toBe(200)
})

test('M6: a chain forgets its oldest transactions', async () => {
  const { world, control } = await startMock({ limits: { history: 3 } })
  const address = world.users.find('alice')?.wallet?.address
  const hashes: string[] = []
  for (let each = 0; each < 10; each++) {
    hashes.push((await control('/ledger/fund', { address, amount: 1 })).body.txid)
  }
  const known = hashes.filter((hash) => world.ledger.view().transaction(hash) != null)
  expect(known).toEqual(hashes.slice(-3))
})

test('the hash of a waiting transaction is listed, and it goes into the next ledger', async () => {
  const { world, control, read, set, havePayment, pi } = await startChain()
  await set({ ledger_close: 'by-hand', ledger_inclusion: 'none' })
  const payment = await pi.payments.get((await havePayment()).id)
  const envelope = await signFromApp(world, payment, { to: world.faucet.address })
  world.ledger.receive(envelope)

  expect((await control('/ledger/close')).body).toMatchObject({
    latest: { successful_transactions: 0 },
    waiting: [envelope.hash],
  })
  await set({ ledger_inclusion: 'all' })
  expect((await control('/ledger/close')).body).toMatchObject({
    latest: { successful_transactions: 1 },
    waiting: [],
  })
  expect((await read()).waiting).toEqual([])
})
