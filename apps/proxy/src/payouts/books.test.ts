import { expect, test } from 'vitest'
import { makeLane, makeTransaction } from '../../sim/make-work.ts'
import { bookOwn, readPage, reaches } from './books.ts'
import type { WalletTransaction } from './payout.ts'

const bookPage = (...args: Parameters<typeof readPage>) => readPage(...args).book
const page = (...transactions: WalletTransaction[]) => ({ transactions, isFull: false })
const own = (sequence: bigint, set: Partial<WalletTransaction> = {}) =>
  makeTransaction({ sequence, hash: sequence.toString(), pagingToken: `t${sequence}`, ...set })

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

test('R4: behind a bump by another account the books wait until it is believed', () => {
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

test('what others sent an hour before the newest ledger is settled: the cursor goes past it', () => {
  const old = own(5n, { source: 'GOTHER', ledger: 1_000, pagingToken: 'old' })
  const older = own(4n, { source: 'GOTHER', ledger: 999, pagingToken: 'older' })
  const fresh = own(6n, { source: 'GOTHER', ledger: 1_720, pagingToken: 'fresh' })
  const newer = own(7n, { source: 'GOTHER', ledger: 1_721, pagingToken: 'newer' })
  const empty = makeLane({ bookedSequence: null, cursor: null, tip: null })

  expect(bookPage(empty, page(older, old, fresh), { newest: 1_720 })).toMatchObject({
    transactions: [],
    cursor: 'old',
    bookedSequence: null,
  })
  expect(bookPage(empty, page(older, old), { newest: 1_719 })).toMatchObject({ cursor: 'older' })
  expect(bookPage(empty, page(older, old))).toBeUndefined()
  // What the lane knows of the chain is as good.
  expect(bookPage(makeLane({ tip: { sequence: 1_720, closedAt: 9 } }), page(old))).toMatchObject({
    cursor: 'old',
    bookedSequence: 10n,
  })
  // A gap behind them stays one.
  const gap = readPage(makeLane(), page(old, own(12n), newer), { newest: 9_999 })
  expect(gap.book).toMatchObject({ cursor: 'old', bookedSequence: 10n })
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

test('our own transaction is booked from the answer to its submit only right after the last one', () => {
  expect(bookOwn(makeLane(), own(11n))).toMatchObject({ bookedSequence: 11n, cursor: 't11' })
  expect(bookOwn(makeLane(), own(12n))).toBeUndefined()
  expect(bookOwn(makeLane({ bookedSequence: null }), own(11n))).toBeUndefined()
})

test('the newest known close time is kept', () => {
  expect(bookPage(makeLane(), page(own(11n)))?.tip).toEqual({ sequence: 101, closedAt: 1_005 })
  const early = own(11n, { ledger: 90, closedAt: 900 })
  expect(bookPage(makeLane(), page(early))?.tip).toEqual({ sequence: 100, closedAt: 1_000 })
})
