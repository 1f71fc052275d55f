import { expect, test } from 'vitest'
import { chainOn, envelope, record, unusable } from '../../test/payouts/chain-on.ts'
import {
  accountRecord,
  bump,
  ledgerRecord,
  otherAsset,
  pageOf,
  pay,
  signedEnvelope,
  STRANGER,
  stellar,
  transactionRecord,
  WALLET,
} from '../../test/payouts/horizon-records.ts'

test('an account is its sequence and balance at the ledger of the same response', async () => {
  const { chain, asked } = chainOn({ body: accountRecord(), headers: { 'latest-ledger': '77' } })
  expect(await chain.account(WALLET)).toEqual({
    kind: 'ok',
    value: {
      sequence: 100n,
      balance: 1_000_000_001n,
      available: 975_300_001n,
      ledger: 77,
      modifiedLedger: 70,
    },
  })
  expect(asked).toEqual([
    { url: `https://horizon.test/accounts/${WALLET}`, method: 'GET', body: '' },
  ])
})

test('without Latest-Ledger the ledger of an account is not known, but the one that changed it last', async () => {
  const { chain } = chainOn({ body: accountRecord() })
  expect(await chain.account(WALLET)).toMatchObject({ value: { ledger: null, modifiedLedger: 70 } })
  for (const untold of [undefined, null, 'odd']) {
    const { chain: older } = chainOn({ body: accountRecord({ last_modified_ledger: untold }) })
    expect(await older.account(WALLET)).toMatchObject({ value: { modifiedLedger: null } })
  }
})

test('sponsored entries cost no reserve, and what is left is never negative', async () => {
  const sponsored = { num_sponsored: 3, num_sponsoring: 1 }
  const { chain } = chainOn({ body: accountRecord(sponsored) })
  expect(await chain.account(WALLET)).toMatchObject({ value: { available: 985_100_001n } })
  const poor = chainOn({ body: accountRecord({ subentry_count: 1_000 }) })
  expect(await poor.chain.account(WALLET)).toMatchObject({ value: { available: 0n } })
})

test('other assets are read past: the balance is that in Pi, less the reserve of each entry', async () => {
  const balances = [
    {
      balance: '5.0000000',
      liquidity_pool_id: 'a'.repeat(64),
      asset_type: 'liquidity_pool_shares',
    },
    {
      balance: '900000.0000000',
      asset_type: 'credit_alphanum4',
      asset_code: 'PI',
      asset_issuer: STRANGER,
    },
    ...accountRecord().balances,
  ]
  const { chain } = chainOn({ body: accountRecord({ balances, subentry_count: 3 }) })
  expect(await chain.account(WALLET)).toMatchObject({
    value: { balance: 1_000_000_001n, available: 965_500_001n },
  })
})

test.each([
  ['another account', accountRecord({ account_id: STRANGER }), {}],
  ['a sequence that is none', accountRecord({ sequence: '1e3' }), {}],
  ['no balance in Pi', accountRecord({ balances: [] }), {}],
  ['an invalid ledger', accountRecord(), { 'latest-ledger': '-1' }],
  ['a change after its ledger', accountRecord(), { 'latest-ledger': '69' }],
  ['another shape', { ...accountRecord(), balances: 'none' }, {}],
])('an account response with %s is unknown', async (_, body, headers) => {
  expect(await chainOn({ body, headers }).chain.account(WALLET)).toEqual(unusable)
})

test('a ledger is its number and the second in which it closed', async () => {
  const closedAt = Date.UTC(2026, 10, 20, 10, 0, 5) / 1000
  const one = chainOn({ body: ledgerRecord() })
  expect(await one.chain.ledger(10)).toEqual({ kind: 'ok', value: { sequence: 10, closedAt } })
  const newest = chainOn({ body: pageOf(ledgerRecord({ sequence: 12 })) })
  expect(await newest.chain.ledger('latest')).toMatchObject({ value: { sequence: 12, closedAt } })
  expect(newest.asked[0]?.url).toBe('https://horizon.test/ledgers?order=desc&limit=1')
})

test.each([
  ['another ledger', ledgerRecord({ sequence: 11 })],
  ['a time that is none', ledgerRecord({ closed_at: 'yesterday' })],
])('a ledger response with %s is unknown', async (_, body) => {
  expect(await chainOn({ body }).chain.ledger(10)).toEqual(unusable)
})

test('the reserve that a ledger names counts from then on', async () => {
  const ledger = { body: ledgerRecord({ base_reserve_in_stroops: 10_000_000 }) }
  const { chain } = chainOn(ledger, { body: accountRecord() })
  await chain.ledger(10)
  expect(await chain.account(WALLET)).toMatchObject({ value: { available: 960_000_001n } })
})

test('a transaction is read with its payment', async () => {
  expect(await chainOn({ body: record }).chain.transaction(envelope.hash)).toEqual({
    kind: 'ok',
    value: {
      hash: envelope.hash,
      pagingToken: '42949677056',
      source: WALLET,
      sequence: 101n,
      successful: true,
      ledger: 10,
      closedAt: Date.UTC(2026, 10, 20, 10, 0, 5) / 1000,
      memo: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
      bumpTo: null,
      payment: { destination: STRANGER, amount: 31_400_000n },
      failure: null,
    },
  })
})

test.each([
  ['two payments', [pay(), pay()], null, null],
  ['a payment of another account', [pay({ source: STRANGER })], null, null],
  ['another asset', [pay({ asset: otherAsset() })], null, null],
  ['a bump', [bump('500')], null, 500n],
  [
    'two bumps, of which one is of another account',
    [bump('500'), bump('900', STRANGER)],
    null,
    500n,
  ],
  ['a payment and a bump', [pay(), bump('500')], null, 500n],
])(
  'a transaction with %s shows what it does to the wallet',
  async (_, operations, payment, bumpTo) => {
    const built = signedEnvelope(operations)
    const { chain } = chainOn({ body: transactionRecord(built) })
    expect(await chain.transaction(built.hash)).toMatchObject({ value: { payment, bumpTo } })
  },
)

test('a bump by a transaction of another account is seen, and one that failed is none', async () => {
  const built = signedEnvelope([bump('500', WALLET)], { source: STRANGER })
  const theirs = transactionRecord(built, { source_account: STRANGER })
  expect(await chainOn({ body: theirs }).chain.transaction(built.hash)).toMatchObject({
    value: { source: STRANGER, bumpTo: 500n },
  })
  const failed = { ...theirs, successful: false }
  expect(await chainOn({ body: failed }).chain.transaction(built.hash)).toMatchObject({
    value: { bumpTo: null },
  })
})

const { xdr } = stellar
type Result = ConstructorParameters<typeof xdr.TransactionResult>[0]['result']
const result = (value: Result) =>
  new xdr.TransactionResult({
    feeCharged: 100_000n,
    result: value,
    ext: xdr.TransactionResultExt.v0(),
  }).toXdr('base64')
const paymentFailed = xdr.OperationResult.opInner(
  xdr.OperationResultTr.payment(xdr.PaymentResult.paymentNoDestination()),
)

test.each([
  [result(xdr.TransactionResultResult.txFailed([paymentFailed])), 'op_no_destination'],
  [result(xdr.TransactionResultResult.txFailed([xdr.OperationResult.opBadAuth()])), 'op_bad_auth'],
  [result(xdr.TransactionResultResult.txBadSeq()), 'tx_bad_seq'],
  ['AAAA', 'tx_failed'],
  [undefined, 'tx_failed'],
])('a failed transaction says why: %#', async (resultXdr, failure) => {
  const body = { ...record, successful: false, result_xdr: resultXdr }
  expect(await chainOn({ body }).chain.transaction(envelope.hash)).toMatchObject({
    value: { successful: false, failure },
  })
})

test.each([
  ['a memo of another type', { memo_type: 'id', memo: '5' }, { memo: null }],
  ['a memo that no database takes', { memo: 'a\0b' }, { memo: null }],
  ['no envelope', { envelope_xdr: undefined }, { payment: null, bumpTo: null }],
  ['an envelope that cannot be read', { envelope_xdr: 'AAAA' }, { payment: null, bumpTo: null }],
])('a transaction with %s is read without it', async (_, wish, expected) => {
  expect(
    await chainOn({ body: { ...record, ...wish } }).chain.transaction(envelope.hash),
  ).toMatchObject({ kind: 'ok', value: expected })
})

test('a page is asked for after the cursor, failed ones included', async () => {
  const { chain, asked } = chainOn({ body: pageOf(record) })
  expect(await chain.walletTransactions(WALLET, '7')).toMatchObject({
    value: { isFull: false, transactions: [{ hash: envelope.hash }] },
  })
  expect(asked[0]?.url).toBe(
    `https://horizon.test/accounts/${WALLET}/transactions?order=asc&include_failed=true&limit=50&cursor=7`,
  )
})

test('a page as long as was asked for may have more behind it', async () => {
  const many = Array.from({ length: 50 }, (_, i) => ({ ...record, paging_token: String(i + 1) }))
  expect(
    await chainOn({ body: pageOf(...many) }).chain.walletTransactions(WALLET, null),
  ).toMatchObject({ value: { isFull: true } })
})

test.each([
  ['in another order', [{ paging_token: '9' }, { paging_token: '8' }]],
  ['at or before the cursor', [{ paging_token: '7' }]],
  ['with the same place twice', [{ paging_token: '8' }, { paging_token: '8' }]],
  ['with one that cannot be read', [{ paging_token: '8', created_at: 'never' }]],
])('a page %s is unknown: it would tear a hole into the books', async (_, wishes) => {
  const records = wishes.map((wish) => Object.assign({}, record, wish))
  const { chain } = chainOn({ body: pageOf(...records) })
  expect(await chain.walletTransactions(WALLET, '7')).toEqual(unusable)
})

test('P12: a page that is too large is asked for again in smaller ones', async () => {
  const huge = { body: `"${'x'.repeat(300_000)}"` }
  const { chain, asked } = chainOn(huge, huge, { body: pageOf(record) })
  expect(await chain.walletTransactions(WALLET, null)).toEqual(unusable)
  expect(await chain.walletTransactions(WALLET, null)).toEqual(unusable)
  expect(await chain.walletTransactions(WALLET, null)).toMatchObject({ value: { isFull: true } })
  expect(asked.map(({ url }) => /limit=(\d+)/.exec(url)?.[1])).toEqual(['50', '10', '1'])
})

test('P12: pages stay small until they have led past what was too large', async () => {
  const huge = { body: `"${'x'.repeat(300_000)}"` }
  const small = Array.from({ length: 21 }, () => ({ body: pageOf(record) }))
  const { chain, asked } = chainOn(huge, ...small)
  for (let page = 0; page < 22; page += 1) await chain.walletTransactions(WALLET, null)
  const limits = asked.map(({ url }) => /limit=(\d+)/.exec(url)?.[1])
  expect(limits).toEqual(['50', ...Array.from({ length: 20 }, () => '10'), '50'])
})

test('P12: a single transaction may be as large as a hundred operations make it', async () => {
  const huge = { body: `"${'x'.repeat(300_000)}"` }
  const page = pageOf(record)
  const large = { body: { ...page, padding: 'x'.repeat(900_000) } }
  const { chain } = chainOn(huge, huge, large)
  await chain.walletTransactions(WALLET, null)
  await chain.walletTransactions(WALLET, null)
  expect(await chain.walletTransactions(WALLET, null)).toMatchObject({ kind: 'ok' })
})
