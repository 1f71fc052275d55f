import { describe, expect, test } from 'vitest'
import { makeLane, makeTransaction } from '../../../../testkit/make-work.ts'
import { bookOwn, readPage, reaches } from './books.ts'
import type { WalletTransaction } from '../../model/payout.ts'
import { rules } from '../rules.ts'

const bookPage = (...args: Parameters<typeof readPage>) => readPage(...args).book
const page = (...transactions: WalletTransaction[]) => ({ transactions, isFull: false })
const own = (sequence: bigint, set: Partial<WalletTransaction> = {}) =>
  makeTransaction({ sequence, hash: sequence.toString(), pagingToken: `t${sequence}`, ...set })
/** What a response about the account says, as `rules` take it. */
const knowing = (wallet: { sequence: bigint; ledger: number }) => ({
  isCovered: (...upTo: [number, bigint | null]) => rules.isCovered(snapshot(wallet), ...upTo),
})
const snapshot = (wallet: { sequence: bigint; ledger: number | null }) => ({
  balance: 0n,
  available: 0n,
  modifiedLedger: 7,
  ...wallet,
})

test('R4: a page is booked up to its first gap, and the cursor stays before it', () => {
  const book = bookPage(makeLane(), page(own(11n), own(12n), own(14n)))
  expect(book).toMatchObject({ cursor: 't12', bookedSequence: 12n })
  expect(book?.transactions).toHaveLength(2)
  expect(bookPage(makeLane(), page(own(12n)))).toBeUndefined()
})

test('a failed transaction counts: it used its sequence', () => {
  const book = bookPage(makeLane(), page(own(11n, { successful: false }), own(12n)))
  expect(book?.bookedSequence).toBe(12n)
})

test('a bump_sequence of the owner explains a jump', () => {
  expect(bookPage(makeLane(), page(own(11n, { bumpTo: 20n }), own(21n)))?.bookedSequence).toBe(21n)
})

test('R4: behind a bump by another account the books wait until it is accepted', () => {
  const other = own(3n, { source: 'GOTHER', bumpTo: 30n })
  const all = page(own(11n), other, own(31n))
  expect(readPage(makeLane(), all)).toMatchObject({
    book: { bookedSequence: 11n, cursor: 't11' },
    next: null,
    leap: { token: 't3', booked: 11n },
  })
  expect(readPage(makeLane(), all, { believed: 't3' })).toMatchObject({
    book: { bookedSequence: 31n, cursor: 't31' },
    leap: undefined,
  })
  // One that moves nothing hides nothing.
  const idle = own(3n, { source: 'GOTHER', bumpTo: 10n })
  expect(readPage(makeLane(), page(idle, own(11n)))).toMatchObject({
    book: { bookedSequence: 11n },
    leap: undefined,
  })
})

test('what others send is not booked, and the cursor stays before it: one of ours may be missing there', () => {
  const other = own(5n, { source: 'GOTHER' })
  expect(bookPage(makeLane(), page(other))).toBeUndefined()
  expect(bookPage(makeLane(), page(own(11n), other))).toMatchObject({ cursor: 't11' })
  expect(bookPage(makeLane(), page(other, own(11n)))).toMatchObject({ cursor: 't11' })
})

describe('the cursor goes past what others sent in ledgers of which the books hold all of ours', () => {
  const other = (ledger: number) => own(5n, { source: 'GOTHER', ledger, pagingToken: `o${ledger}` })

  test('up to the ledger in which the wallet had the sequence of the books', () => {
    const others = page(other(200), other(201), other(202))
    expect(bookPage(makeLane(), others, knowing({ sequence: 10n, ledger: 201 }))).toMatchObject({
      transactions: [],
      cursor: 'o201',
      bookedSequence: 10n,
    })
    expect(bookPage(makeLane(), others, knowing({ sequence: 10n, ledger: 199 }))).toBeUndefined()
  })

  test('not while the wallet has sent more: it may be missing before them', () => {
    const wallet = { sequence: 11n, ledger: 999 }
    expect(bookPage(makeLane(), page(other(200), other(201)), knowing(wallet))).toBeUndefined()
    expect(bookPage(makeLane(), page(other(200), own(12n)), knowing(wallet))).toBeUndefined()
    const all = page(other(200), own(11n, { ledger: 201 }), other(202))
    expect(bookPage(makeLane(), all, knowing(wallet))).toMatchObject({
      cursor: 'o202',
      bookedSequence: 11n,
    })
  })

  test('nor while a bump of another account is in doubt', () => {
    const wallet = { sequence: 20n, ledger: 999 }
    const bump = own(5n, { source: 'GOTHER', bumpTo: 20n, ledger: 201, pagingToken: 'bump' })
    const all = page(other(200), bump, other(202))
    expect(readPage(makeLane(), all, knowing(wallet))).toMatchObject({ book: undefined, leap: {} })
    expect(bookPage(makeLane(), all, { ...knowing(wallet), believed: 'bump' })).toMatchObject({
      cursor: 'o202',
      bookedSequence: 20n,
    })
  })

  test('without Latest-Ledger up to the ledger that changed the account last', () => {
    const wallet = snapshot({ sequence: 10n, ledger: null })
    expect(rules.isCovered(wallet, 7, 10n)).toBe(true)
    expect(rules.isCovered(wallet, 8, 10n)).toBe(false)
    expect(rules.isCovered({ ...wallet, modifiedLedger: null }, 7, 10n)).toBe(false)
  })

  test('a wallet that never sent anything needs no books', () => {
    const empty = makeLane({ bookedSequence: null, cursor: null, tip: null })
    const wallet = { sequence: 77n << 32n, ledger: 999 }
    expect(bookPage(empty, page(other(200)), knowing(wallet))).toMatchObject({
      cursor: 'o200',
      bookedSequence: null,
    })
  })
})

test('a full page leads on to the next, but not past a gap', () => {
  const other = own(5n, { source: 'GOTHER' })
  const full = (...transactions: WalletTransaction[]) => ({ transactions, isFull: true })
  expect(readPage(makeLane(), full(own(11n), other)).next).toBe('t5')
  expect(readPage(makeLane(), full(own(11n), own(13n))).next).toBeNull()
  expect(readPage(makeLane(), page(own(11n))).next).toBeNull()
})

test('empty books begin with the first transaction of the account, and with no later one', () => {
  const start = 77n << 32n
  const lane = makeLane({ bookedSequence: null, cursor: null })
  expect(bookPage(lane, page(own(start + 1n)))?.bookedSequence).toBe(start + 1n)
  expect(bookPage(lane, page(own(start + 2n)))).toBeUndefined()
  expect(reaches(null, start)).toBe(true)
  expect(reaches(null, start + 1n)).toBe(false)
})

test('our own transaction is booked from the response to its submit only right after the last one', () => {
  expect(bookOwn(makeLane(), own(11n))).toMatchObject({ bookedSequence: 11n, cursor: 't11' })
  expect(bookOwn(makeLane(), own(12n))).toBeUndefined()
  expect(bookOwn(makeLane({ bookedSequence: null }), own(11n))).toBeUndefined()
})

test('the newest known close time is kept', () => {
  expect(bookPage(makeLane(), page(own(11n)))?.tip).toEqual({ sequence: 101, closedAt: 1_005 })
  const early = own(11n, { ledger: 90, closedAt: 900 })
  expect(bookPage(makeLane(), page(early))?.tip).toEqual({ sequence: 100, closedAt: 1_000 })
})
