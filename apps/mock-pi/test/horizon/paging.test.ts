import type { Horizon } from '@stellar/stellar-sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COUNTS, haveHistory, tokensOf } from './have-history.ts'

const { app, alice, ledgers } = COUNTS
type Counted = [
  string,
  (place: { account: string; alice: string }) => string,
  { successful: number; all: number },
]
const transactions = { successful: app.successful + alice, all: app.transactions + alice }
const operations = { successful: app.ofSuccessful + alice, all: app.operations + alice }
const lists: Counted[] = [
  ['transactions', () => '/transactions', transactions],
  ["an account's transactions", (at) => `/accounts/${at.account}/transactions`, transactions],
  ['operations', () => '/operations', operations],
  ['payments', () => '/payments', operations],
  ["an account's payments", (at) => `/accounts/${at.alice}/payments`, operations],
  ["an account's operations", (at) => `/accounts/${at.account}/operations`, operations],
  ['ledgers', () => '/ledgers', { successful: ledgers, all: ledgers }],
]

test.each(lists)(
  '%s: pages of any size lose and repeat nothing, in both orders',
  async (_, pathOf, count) => {
    const { walk, ...place } = await haveHistory()
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.boolean(),
      async (limit, includeFailed) => {
        const path = `${pathOf(place)}?limit=${limit}&include_failed=${includeFailed}`
        const up = await walk(`${path}&order=asc`)
        const down = await walk(`${path}&order=desc`)
        expect(up).toHaveLength(includeFailed ? count.all : count.successful)
        expect(up).toEqual([...new Set(up)].toSorted((a, b) => Number(BigInt(a) - BigInt(b))))
        expect(down).toEqual(up.toReversed())
      },
    )
    await fc.assert(property, {
      numRuns: 6,
      examples: [
        [1, false],
        [10, true],
      ],
    })
  },
)

test.each(lists)('%s: prev of a page leads back over the records before it', async (_, pathOf) => {
  const { read, url, ...place } = await haveHistory()
  const path = pathOf(place)
  const few = fc.integer({ min: 1, max: 9 })
  const property = fc.asyncProperty(few, few, async (skip, limit) => {
    const before = tokensOf(await read(`${path}?limit=${skip}`))
    const page = await read(`${path}?limit=${limit}&cursor=${before.at(-1)}`)
    const back = await read(page._links.prev.href.slice(url.length))
    expect(tokensOf(back)).toEqual(before.toReversed().slice(0, limit))
  })
  await fc.assert(property, { numRuns: 5 })
})

test('links keep what was asked for, and name the page itself', async () => {
  const { read, url } = await haveHistory()
  const page = await read('/transactions?include_failed=true&limit=2&order=desc')
  const [first, second] = tokensOf(page)
  const link = (cursor = '', order = 'desc') => ({
    href: `${url}/transactions?cursor=${cursor}&include_failed=true&limit=2&order=${order}`,
  })
  expect(page._links).toEqual({ self: link(), next: link(second), prev: link(first, 'asc') })
})

test('ten records are a page, and an empty page links on from its own cursor', async () => {
  const { read } = await haveHistory()
  expect(tokensOf(await read('/transactions'))).toHaveLength(10)
  const end = await read('/transactions?cursor=now')
  expect(tokensOf(end)).toEqual([])
  expect(new URL(end._links.next.href).searchParams.get('cursor')).toMatch(/^\d+$/)
})

test('beyond the oldest ledger: down is 410, up begins with it', async () => {
  const { call, read } = await haveHistory()
  const { status, body } = await call('GET', '/ledgers?order=desc&cursor=1')
  expect([status, body.type]).toEqual([410, 'https://stellar.org/horizon-errors/before_history'])
  expect(tokensOf(await read('/ledgers?order=asc&cursor=1&limit=1'))).toEqual([String(1n << 32n)])
})

test('down from the oldest ledger itself is 410, from its first transaction it is a page', async () => {
  const { call } = await haveHistory()
  const oldest = 1n << 32n
  for (const list of ['/ledgers', '/transactions', '/operations', '/payments']) {
    const down = (cursor: bigint) => call('GET', `${list}?order=desc&cursor=${cursor}`)
    expect((await down(oldest)).status).toBe(410)
    expect((await down(oldest + 1n)).status).toBe(200)
  }
})

test("the official client's pages lead forth and back, with failed ones when asked", async () => {
  const { server, account } = await haveHistory()
  const builder = server.transactions().forAccount(account).includeFailed(true).limit(7)
  const pages: Horizon.ServerApi.CollectionPage<Horizon.ServerApi.TransactionRecord>[] = []
  for (let page = await builder.call(); page.records.length > 0; page = await page.next()) {
    pages.push(page)
  }
  const records = pages.flatMap((page) => page.records)
  expect(records).toHaveLength(transactions.all)
  expect(records.filter((each) => !each.successful)).toHaveLength(app.transactions - app.successful)
  const [, second, third] = pages
  const back = await third!.prev()
  expect(back.records.map((each) => each.id)).toEqual(
    second!.records.map((each) => each.id).toReversed(),
  )
})

test('operations that failed are listed under their transaction, and elsewhere on request', async () => {
  const { server, account } = await haveHistory()
  const all = await server.transactions().forAccount(account).includeFailed(true).limit(200).call()
  const failed = all.records.find((each) => !each.successful)!

  const { records } = await server.operations().forTransaction(failed.hash).call()

  expect(records.map((each) => each.transaction_successful)).toEqual(
    Array(failed.operation_count).fill(false),
  )
  const inLedger = (includeFailed: boolean) =>
    server.operations().forLedger(failed.ledger_attr).includeFailed(includeFailed).call()
  const [hidden, shown] = await Promise.all([inLedger(false), inLedger(true)])
  expect(shown.records.length - hidden.records.length).toBe(failed.operation_count)
})
