import { expect, test } from 'vitest'
import { haveLedger, PI, stellar } from '../../test/ledger/have-ledger.ts'
import { build, pay } from '../../test/ledger/vectors/build-with-stellar.ts'
import { decodeEnvelope } from './decode-envelope.ts'
import type { Page } from './ledger.ts'
import { totalOrderId } from './total-order-id.ts'

const ASC: Page = { order: 'asc', limit: 200 }
const DESC: Page = { order: 'desc', limit: 200 }

/** Ledgers 2 to 6: alice pays bob; bob cannot pay; nothing; alice makes carol; alice and bob pay each other. */
function haveHistory() {
  const chain = haveLedger()
  const { ledger, pay, alice, bob, carol } = chain
  const close = (...orders: Parameters<typeof pay>[0][]) => {
    for (const order of orders) ledger.receive(pay(order))
    ledger.close()
  }
  close({})
  close({ from: bob, to: alice.address, amount: 100n * PI })
  close()
  close({ type: 'create_account', to: carol.address, amount: 5n * PI })
  close({}, { from: bob, to: alice.address })
  const all = { includeFailed: true }
  const ledgersOf = (query: object, page: Page) =>
    ledger
      .view()
      .transactions({ ...all, ...query }, page)
      .map(({ ledger }) => ledger)
  const idsOf = (query: object, page: Page) =>
    ledger
      .view()
      .operations({ ...all, paymentsOnly: false, ...query }, page)
      .map(({ id }) => id)
  return { ...chain, ledgersOf, idsOf }
}

test('transactions come in order of their ids, up or down, a page at a time', () => {
  const { ledgersOf } = haveHistory()
  expect(ledgersOf({}, ASC)).toEqual([2, 3, 5, 6, 6])
  expect(ledgersOf({}, DESC)).toEqual([6, 6, 5, 3, 2])
  expect(ledgersOf({}, { ...ASC, limit: 2 })).toEqual([2, 3])
  expect(ledgersOf({}, { ...ASC, limit: 0 })).toEqual([])
})

test.each([
  ['asc', totalOrderId(3, 1), [5, 6, 6]],
  ['asc', totalOrderId(3, 1) - 1n, [3, 5, 6, 6]],
  ['asc', totalOrderId(4), [5, 6, 6]],
  ['asc', totalOrderId(6, 1), [6]],
  ['asc', totalOrderId(6, 2), []],
  ['asc', 2n ** 63n - 1n, []],
  ['desc', totalOrderId(3, 1), [2]],
  ['desc', totalOrderId(3, 1) + 1n, [3, 2]],
  ['desc', totalOrderId(6, 2), [6, 5, 3, 2]],
  ['desc', 0n, []],
] as const)('%s, a page goes on after the cursor %s', (order, cursor, expected) => {
  const { ledgersOf } = haveHistory()
  expect(ledgersOf({}, { order, cursor, limit: 200 })).toEqual(expected)
})

test('failed ones are left out unless they are asked for', () => {
  const { ledgersOf } = haveHistory()
  expect(ledgersOf({ includeFailed: false }, ASC)).toEqual([2, 5, 6, 6])
})

test('an account has those that it sent, and those that concern it', () => {
  const { ledgersOf, alice, bob, carol, faucet } = haveHistory()
  expect(ledgersOf({ account: alice.address }, ASC)).toEqual([2, 3, 5, 6, 6])
  expect(ledgersOf({ account: bob.address }, DESC)).toEqual([6, 6, 3, 2])
  expect(ledgersOf({ account: carol.address }, ASC)).toEqual([5])
  expect(ledgersOf({ account: faucet.address }, ASC)).toEqual([])
})

test('a ledger has its own', () => {
  const { ledgersOf, bob } = haveHistory()
  expect(ledgersOf({ ledger: 6 }, ASC)).toEqual([6, 6])
  expect(ledgersOf({ ledger: 6 }, { ...DESC, cursor: totalOrderId(6, 2) })).toEqual([6])
  expect(ledgersOf({ ledger: 4 }, ASC)).toEqual([])
  expect(ledgersOf({ ledger: 5, account: bob.address }, ASC)).toEqual([])
})

test('operations have their own ids, and a cursor may be between them', () => {
  const { idsOf, carol } = haveHistory()
  const ids = [2, 3, 5].map((ledger) => totalOrderId(ledger, 1, 1))
  expect(idsOf({}, { ...ASC, limit: 3 })).toEqual(ids)
  expect(idsOf({}, { ...ASC, cursor: totalOrderId(5, 1), limit: 1 })).toEqual([ids[2]])
  expect(idsOf({}, { ...DESC, cursor: totalOrderId(5, 1, 1) })).toEqual([ids[1], ids[0]])
  expect(idsOf({ account: carol.address }, DESC)).toEqual([ids[2]])
  expect(idsOf({ ledger: 3 }, ASC)).toEqual([ids[1]])
  expect(idsOf({ ledger: 3, includeFailed: false }, ASC)).toEqual([])
})

test('a cursor may be inside a transaction of several operations', () => {
  const chain = haveLedger()
  const operations = [pay('bob', '1'), pay('bob', '2'), pay('bob', '3')]
  const text = build({ operations })(chain)
  chain.ledger.include(decodeEnvelope(stellar, text, 'Pi Testnet')!)
  const places = (page: Page) =>
    chain.ledger
      .view()
      .operations({ includeFailed: true, paymentsOnly: true }, page)
      .map(({ index }) => index)

  expect(places({ ...ASC, cursor: totalOrderId(2, 1, 1) })).toEqual([2, 3])
  expect(places({ ...ASC, cursor: totalOrderId(2, 1, 3) })).toEqual([])
  expect(places({ ...DESC, cursor: totalOrderId(2, 1, 3) })).toEqual([2, 1])
  expect(places({ ...DESC, limit: 2 })).toEqual([3, 2])
})

test('the operations of one transaction', () => {
  const { ledger, idsOf } = haveHistory()
  const [first] = ledger.view().transactions({ includeFailed: true }, ASC)
  expect(idsOf({ transaction: first!.envelope.hash }, ASC)).toEqual([totalOrderId(2, 1, 1)])
  expect(idsOf({ transaction: 'a'.repeat(64) }, ASC)).toEqual([])
})

test('ledgers are paged by their own ids, with the empty ones', () => {
  const { ledger } = haveHistory()
  const page = (page: Page) =>
    ledger
      .view()
      .headers(page)
      .map(({ sequence }) => sequence)
  expect(page(ASC)).toEqual([1, 2, 3, 4, 5, 6])
  expect(page({ ...DESC, limit: 2 })).toEqual([6, 5])
  expect(page({ ...ASC, cursor: totalOrderId(4) })).toEqual([5, 6])
  expect(page({ ...DESC, cursor: totalOrderId(3) })).toEqual([2, 1])
  expect(page({ ...DESC, cursor: totalOrderId(3, 1) })).toEqual([3, 2, 1])
  expect(page({ ...ASC, cursor: totalOrderId(3, 1) })).toEqual([4, 5, 6])
  expect(page({ ...ASC, cursor: totalOrderId(6) })).toEqual([])
  expect(page({ ...ASC, cursor: 2n ** 63n - 1n })).toEqual([])
  expect(
    ledger
      .view(3)
      .headers(DESC)
      .map(({ sequence }) => sequence),
  ).toEqual([3, 2, 1])
})

test('M6: history keeps the newest transactions, and nothing of the others', () => {
  const { ledger, pay, alice, bob } = haveLedger({ historyCap: 50 })
  const first = pay()
  ledger.receive(first)
  ledger.close()
  for (let turn = 0; turn < 200; turn++) {
    ledger.receive(pay({ amount: BigInt(turn + 1) }))
    ledger.close()
  }
  const view = ledger.view()
  const kept = view.transactions({ includeFailed: true }, ASC)
  expect(view.latest().sequence).toBe(202)
  expect(view.elder()).toBe(153)
  expect(kept.map(({ ledger }) => ledger)).toEqual(Array.from({ length: 50 }, (_, i) => 153 + i))
  for (const { address } of [alice, bob]) {
    expect(view.transactions({ account: address, includeFailed: true }, ASC)).toEqual(kept)
  }
  expect(view.transaction(first.hash)).toBeUndefined()
  expect([view.header(152), view.header(153)?.sequence]).toEqual([undefined, 153])
  expect(view.headers(ASC)).toHaveLength(50)
  expect(ledger.view(100).latest().sequence).toBe(153)
})

test('M6: empty ledgers closed one by one are forgotten as well', () => {
  const { ledger } = haveLedger({ historyCap: 10 })
  for (let turn = 0; turn < 100; turn++) ledger.close()
  expect(ledger.view().elder()).toBe(92)
  expect(ledger.view().headers(ASC)).toHaveLength(10)
})

test('M6: a run of empty ledgers counts as one', () => {
  const { ledger, clock } = haveLedger({ historyCap: 10, ledger_close: 1000 })
  clock.advance(5_000_000_000)
  expect(ledger.view().elder()).toBe(1)
  expect(ledger.view().header(4_000_000)?.sequence).toBe(4_000_000)
})
