import { Keypair, Memo, NotFoundError, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { startChain } from './start-chain.ts'

test('loadAccount reads balance and sequence, and an unknown account is not found', async () => {
  const { server, account } = await startChain()
  const loaded = await server.loadAccount(account)
  expect(loaded.accountId()).toBe(account)
  expect(loaded.sequenceNumber()).toBe(String(1n << 32n))
  expect(loaded.balances).toEqual([
    {
      balance: '10000.0000000',
      buying_liabilities: '0.0000000',
      selling_liabilities: '0.0000000',
      asset_type: 'native',
    },
  ])
  await expect(server.loadAccount(Keypair.random().publicKey())).rejects.toThrow(NotFoundError)
})

test('fetchBaseFee and feeStats say 100,000 stroops', async () => {
  const { server } = await startChain()
  expect(await server.fetchBaseFee()).toBe(100_000)
  const { max_fee, fee_charged } = await server.feeStats()
  expect([max_fee.min, max_fee.p50, fee_charged.max, fee_charged.p99]).toEqual(
    Array(4).fill('100000'),
  )
})

test("fetchTimebounds counts from the mock's clock, not from that of the machine", async () => {
  const { server, control } = await startChain()
  await control('/clock/jump', { to: '2031-01-01T00:00:00.000Z' })
  const { maxTime } = await server.fetchTimebounds(180)
  expect(Number(maxTime)).toBe(Date.UTC(2031, 0, 1) / 1000 + 180)
})

test('root names the network and how far the history reaches', async () => {
  const { server, url, build } = await startChain()
  await server.submitTransaction(build())
  const root = await server.root()
  expect(root).toMatchObject({
    network_passphrase: 'Pi Testnet',
    current_protocol_version: 23,
    history_latest_ledger: 2,
    core_latest_ledger: 2,
    history_elder_ledger: 1,
    history_latest_ledger_closed_at: '2026-01-01T00:00:00Z',
  })
  expect(root).toHaveProperty('_links.account', {
    href: `${url}/accounts/{account_id}`,
    templated: true,
  })
})

test('a submitted payment moves money and fee, and is found by every reader', async () => {
  const { server, account, alice, build, pay } = await startChain()
  const transaction = build({
    operations: [pay('3.14')],
    memo: Memo.text('a payment of 28 bytes ...!!!'),
  })
  const hash = Buffer.from(transaction.hash()).toString('hex')

  const submitted = await server.submitTransaction(transaction)

  expect(submitted).toMatchObject({ hash, id: hash, successful: true, ledger: 2 })
  expect(submitted.envelope_xdr).toBe(transaction.toXdr())
  expect(await balancesOf(server, account, alice)).toEqual(['9996.8500000', '10003.1400000'])
  expect(await server.transactions().transaction(hash).call()).toMatchObject({
    memo: 'a payment of 28 bytes ...!!!',
    fee_charged: '100000',
  })
  const { records } = await server.payments().forAccount(alice).call()
  expect(records).toMatchObject([
    { type: 'payment', amount: '3.1400000', from: account, to: alice, transaction_hash: hash },
  ])
  const found = await server.operations().operation(records[0]!.id).call()
  expect(found).toMatchObject({ id: records[0]!.id, type_i: 1, transaction_successful: true })
  const ledger = await server.ledgers().ledger(2).call()
  expect(ledger).toMatchObject({ successful_transaction_count: 1, fee_pool: '0.0100000' })
  const ofLedger = await server.transactions().forLedger(2).call()
  expect(ofLedger.records.map((each) => each.hash)).toEqual([hash])
})

test('a new account is created, and its operation says by whom', async () => {
  const { server, account, build } = await startChain()
  const fresh = Keypair.random().publicKey()
  const create = Operation.createAccount({ destination: fresh, startingBalance: '5' })

  const { hash } = await server.submitTransaction(build({ operations: [create] }))

  const { records } = await server.operations().forTransaction(hash).call()
  expect(records).toMatchObject([
    {
      type: 'create_account',
      type_i: 0,
      funder: account,
      account: fresh,
      starting_balance: '5.0000000',
    },
  ])
  const created = await server.loadAccount(fresh)
  expect(created.sequenceNumber()).toBe(String(2n << 32n))
  expect([created.sequence_ledger, created.last_modified_ledger]).toEqual([undefined, 2])
})

test('the same transaction, sent again, gets its response from history', async () => {
  const { server, build } = await startChain()
  const transaction = build()
  const first = await server.submitTransaction(transaction)
  const second = await server.submitTransaction(transaction)
  expect(second).toEqual(first)
  expect((await server.ledgers().order('desc').limit(1).call()).records[0]?.sequence).toBe(2)
})

test('links of records lead on: self, transaction, ledger, operations', async () => {
  const { server, build } = await startChain()
  const { hash } = await server.submitTransaction(build())
  const record = (await server.transactions().transaction(hash).call()) as never as {
    self(): Promise<{ hash: string }>
    ledger(): Promise<{ sequence: number }>
    operations(): Promise<{ records: { transaction(): Promise<{ hash: string }> }[] }>
  }
  expect((await record.self()).hash).toBe(hash)
  const operations = await record.operations()
  expect((await operations.records[0]!.transaction()).hash).toBe(hash)
})

test('joined operations carry their transaction', async () => {
  const { server, build, alice } = await startChain()
  const { hash } = await server.submitTransaction(build())
  const { records } = await server.operations().forAccount(alice).join('transactions').call()
  expect((await records[0]!.transaction()).hash).toBe(hash)
})

async function balancesOf(
  server: Awaited<ReturnType<typeof startChain>>['server'],
  ...accounts: string[]
) {
  const loaded = await Promise.all(accounts.map((each) => server.loadAccount(each)))
  return loaded.map(({ balances }) => balances[0]?.balance)
}
