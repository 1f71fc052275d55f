import {
  chainClaimableBalancePageSchema,
  chainClaimableBalanceSchema,
  chainOperationPageSchema,
} from '@aloha-pi/contracts/chain'
import { Asset, Claimant, NotFoundError, Operation, type xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { haveSigners } from './have-signers.ts'

const NOW = Date.UTC(2026, 0, 1) / 1000
const { predicateNot, predicateBeforeAbsoluteTime, predicateBeforeRelativeTime } = Claimant
const lock = (amount: string, claimants: Claimant[], asset = Asset.native()) =>
  Operation.createClaimableBalance({ asset, amount, claimants })
const claim = (balanceId: string) => Operation.claimClaimableBalance({ balanceId })

/** A lockup of alice's own Pi for an hour, as Pi's wallet makes them. */
async function haveLockup() {
  const chain = await haveSigners()
  const { build, server, alice, aliceKey } = chain
  const until = predicateNot(predicateBeforeAbsoluteTime(String(NOW + 3600)))
  const transaction = build({
    operations: [lock('100', [new Claimant(alice, until)])],
    source: alice,
    signer: aliceKey,
  })
  const id = transaction.getClaimableBalanceId(0)
  const { hash } = await server.submitTransaction(transaction)
  return { ...chain, id, hash, until }
}

test('a lockup is read with the id that the SDK computes, and its result names it too', async () => {
  const { server, call, id, hash, alice } = await haveLockup()

  const balance = await server.claimableBalances().claimableBalance(id).call()

  expect(balance).toMatchObject({
    id,
    asset: 'native',
    amount: '100.0000000',
    sponsor: alice,
    last_modified_ledger: 2,
    claimants: [
      {
        destination: alice,
        predicate: {
          not: { abs_before: '2026-01-01T01:00:00Z', abs_before_epoch: String(NOW + 3600) },
        },
      },
    ],
    paging_token: `2-${id}`,
  })
  const { body } = await call('GET', `/claimable_balances/${id}`)
  expect(chainClaimableBalanceSchema.parse(body)).toMatchObject({
    last_modified_time: '2026-01-01T00:00:00Z',
    flags: { clawback_enabled: false },
  })
  const { result_xdr } = await server.transactions().transaction(hash).call()
  const { TransactionResult } = (await import('@stellar/stellar-sdk')).xdr
  const { result } = TransactionResult.fromXdr(result_xdr, 'base64')
  const made = result.type === 'txSuccess' ? result.results[0] : undefined
  const inner = made?.type === 'opInner' ? made.tr.value : undefined
  expect(Buffer.from((inner as xdr.CreateClaimableBalanceResultSuccess).balanceId.toXdr())).toEqual(
    Buffer.from(id, 'hex'),
  )
})

test('the sponsor pays a reserve for each claimant, until the balance is claimed', async () => {
  const { send, server, account, alice, aliceKey, bob } = await haveSigners()
  await send([lock('5', [new Claimant(alice), new Claimant(bob)])])
  const { records } = await server.claimableBalances().call()
  expect(await server.loadAccount(account)).toMatchObject({
    num_sponsoring: 2,
    num_sponsored: 0,
    subentry_count: 0,
  })

  await send([claim(records[0]!.id)], aliceKey)

  expect(await server.loadAccount(account)).toMatchObject({ num_sponsoring: 0 })
  expect((await server.loadAccount(alice)).balances[0]?.balance).toBe('10004.9900000')
  await expect(server.claimableBalances().claimableBalance(records[0]!.id).call()).rejects.toThrow(
    NotFoundError,
  )
})

test('a lockup opens at its time, by the clock of the mock', async () => {
  const { send, fail, control, aliceKey, id } = await haveLockup()
  const failed = { transaction: 'tx_failed', operations: ['op_cannot_claim'] }
  expect(await fail([claim(id)], aliceKey)).toEqual(failed)
  await control('/clock/advance', { ms: 3_599_000 })
  expect(await fail([claim(id)], aliceKey)).toEqual(failed)
  await control('/clock/advance', { ms: 1_000 })
  expect((await send([claim(id)], aliceKey)).successful).toBe(true)
})

test('a relative time is shown as it was sent in the operation, and as an instant in the balance', async () => {
  const { send, server, bob, call } = await haveSigners()
  const { hash } = await send([lock('1', [new Claimant(bob, predicateBeforeRelativeTime('60'))])])

  const [balance] = (await server.claimableBalances().call()).records
  const operations = await call('GET', `/transactions/${hash}/operations`)

  expect(balance?.claimants[0]?.predicate).toEqual({
    abs_before: '2026-01-01T00:01:00Z',
    abs_before_epoch: String(NOW + 60),
  })
  const [record] = chainOperationPageSchema.parse(operations.body)._embedded.records
  expect(record).toMatchObject({
    type: 'create_claimable_balance',
    type_i: 14,
    asset: 'native',
    amount: '1.0000000',
    sponsor: record?.source_account,
    claimants: [{ destination: bob, predicate: { rel_before: '60' } }],
  })
})

test.each([
  ['253402300799', '9999-12-31T23:59:59Z'],
  ['253402300800', '+10000-01-01T00:00:00Z'],
  ['8640000000000', '+275760-09-13T00:00:00Z'],
  ['8640000000001', undefined],
  ['9223372036854775807', undefined],
])('the end %s is the date %s', async (seconds, date) => {
  const { send, server, bob } = await haveSigners()
  await send([lock('1', [new Claimant(bob, predicateBeforeAbsoluteTime(seconds))])])
  const [balance] = (await server.claimableBalances().call()).records
  expect(balance?.claimants[0]?.predicate).toEqual({
    ...(date != null && { abs_before: date }),
    abs_before_epoch: seconds,
  })
})

test('lists are filtered by asset, sponsor and claimant', async () => {
  const { send, server, account, alice, aliceKey, bob } = await haveSigners()
  const usd = new Asset('USD', account)
  await send([lock('1', [new Claimant(bob)]), lock('2', [new Claimant(alice)], usd)])
  await send([lock('3', [new Claimant(alice), new Claimant(bob)])], aliceKey)
  const amounts = async (page: Promise<{ records: { amount: string }[] }>) =>
    (await page).records.map(({ amount }) => Number(amount)).sort()
  const all = () => server.claimableBalances()

  expect(await amounts(all().call())).toEqual([1, 2, 3])
  expect(await amounts(all().asset(Asset.native()).call())).toEqual([1, 3])
  expect(await amounts(all().asset(usd).call())).toEqual([2])
  expect(await amounts(all().asset(new Asset('EUR', account)).call())).toEqual([])
  expect(await amounts(all().sponsor(account).call())).toEqual([1, 2])
  expect(await amounts(all().claimant(bob).call())).toEqual([1, 3])
  expect(await amounts(all().claimant(alice).sponsor(account).call())).toEqual([2])
})

test('pages lead through all balances in both directions, by ledger and id', async () => {
  const { send, call, server, bob, url } = await haveSigners()
  for (let turn = 0; turn < 3; turn++) {
    await send([lock('1', [new Claimant(bob)]), lock('2', [new Claimant(bob)])])
  }
  const { body } = await call('GET', '/claimable_balances?limit=200')
  const { records } = chainClaimableBalancePageSchema.parse(body)._embedded
  const tokens = records.map(({ paging_token }) => paging_token)
  const order = tokens.map((token) => token.split('-'))
  expect(order).toEqual(
    order.toSorted(([a, x], [b, y]) => Number(a) - Number(b) || ((x ?? '') < (y ?? '') ? -1 : 1)),
  )

  const walk = async (direction: 'asc' | 'desc') => {
    const found: string[] = []
    let page = await server.claimableBalances().order(direction).limit(4).call()
    while (page.records.length > 0) {
      found.push(...page.records.map(({ paging_token }) => paging_token))
      page = await page.next()
    }
    return found
  }
  expect(tokens).toHaveLength(6)
  expect(await walk('asc')).toEqual(tokens)
  expect(await walk('desc')).toEqual(tokens.toReversed())
  const first = await call('GET', `/claimable_balances?claimant=${bob}&limit=2`)
  expect(first.body._links.next.href).toBe(
    `${url}/claimable_balances?claimant=${bob}&cursor=${tokens[1]}&limit=2&order=asc`,
  )
})

test('the history of a balance is what made it and what claimed it, also when it is gone', async () => {
  const { send, fail, call, control, aliceKey, bobKey, id, hash, alice } = await haveLockup()
  await fail([claim(id)], bobKey)
  await control('/clock/advance', { ms: 3_600_000 })
  const claimed = await send([claim(id)], aliceKey)

  const operations = await call('GET', `/claimable_balances/${id}/operations`)
  const transactions = await call('GET', `/claimable_balances/${id}/transactions`)

  expect(chainOperationPageSchema.parse(operations.body)._embedded.records).toMatchObject([
    { type: 'create_claimable_balance' },
    { type: 'claim_claimable_balance', type_i: 15, balance_id: id, claimant: alice },
  ])
  const hashes = transactions.body._embedded.records.map((each: { hash: string }) => each.hash)
  expect(hashes).toEqual([hash, claimed.hash])
  const unknown = `/claimable_balances/00000000${'ab'.repeat(32)}`
  for (const path of ['', '/operations', '/transactions']) {
    expect((await call('GET', `${unknown}${path}`)).status).toBe(404)
  }
})

test('claimants have the operation in their history before they claim', async () => {
  const { send, server, bob } = await haveSigners()
  const { hash } = await send([lock('1', [new Claimant(bob)])])
  const { records } = await server.operations().forAccount(bob).call()
  expect(records.map(({ transaction_hash }) => transaction_hash)).toEqual([hash])
  expect((await server.payments().forAccount(bob).call()).records).toEqual([])
})

test('a replica that is behind knows the balances of its ledger', async () => {
  const { send, server, world, aliceKey, id, control } = await haveLockup()
  await control('/clock/advance', { ms: 3_600_000 })
  await send([claim(id)], aliceKey)
  expect((await server.claimableBalances().call()).records).toEqual([])

  world.settings.replica_lag_ledgers = 1
  expect((await server.claimableBalances().call()).records.map((each) => each.id)).toEqual([id])
  world.settings.replica_lag_ledgers = 2
  expect((await server.claimableBalances().call()).records).toEqual([])
  await expect(server.claimableBalances().claimableBalance(id).call()).rejects.toThrow(
    NotFoundError,
  )
})

test('M6: beyond its limit the chain makes no more balances, and has room again for those claimed', async () => {
  const { send, fail, server, bob, bobKey, control, call } = await haveSigners(
    {},
    { limits: { claimableBalances: 2 } },
  )
  const two = [lock('1', [new Claimant(bob)]), lock('1', [new Claimant(bob)])]
  await send(two)
  expect((await call('GET', '/_mock/ledger')).body.totals).toMatchObject({
    claimable: '2.0000000',
    claimable_balances: 2,
  })
  expect(await fail(two.slice(1))).toEqual({
    transaction: 'tx_failed',
    operations: ['op_not_supported'],
  })
  const [first] = (await server.claimableBalances().call()).records
  await send([claim(first!.id)], bobKey)
  expect((await send(two.slice(1))).successful).toBe(true)

  await control('/reset')
  expect((await server.claimableBalances().call()).records).toEqual([])
})

const address = `G${'A'.repeat(55)}`
test.each([
  ['?asset=USD', 'asset'],
  ['?asset=TOOLONGFORACODE:x', 'asset'],
  [`?asset=USD:${address}`, 'asset'],
  ['?sponsor=alice', 'sponsor'],
  [`?claimant=${address}`, 'claimant'],
  ['?cursor=now', 'cursor'],
  ['?cursor=5', 'cursor'],
  [`?cursor=0-${'0'.repeat(72)}`, 'cursor'],
  ['?limit=201', 'limit'],
  ['/0000', 'balance_id'],
  ['/BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU', 'balance_id'],
])('GET /claimable_balances%s is refused with its field', async (query, field) => {
  const { call } = await haveSigners()
  const { status, body } = await call('GET', `/claimable_balances${query}`)
  expect([status, body.extras.invalid_field]).toEqual([400, field])
})
