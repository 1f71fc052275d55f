import { expect, test } from 'vitest'
import type { WalletTransaction } from '../../payouts/model/payout.ts'
import { compareSources } from './compare.ts'
import type { Book, PaidPayout } from './rows.ts'

const wallet = 'W'
const transaction: WalletTransaction = {
  hash: 'a',
  pagingToken: '1',
  source: wallet,
  sequence: 1n,
  successful: true,
  ledger: 9,
  closedAt: 1_000,
  memo: 'p',
  bumpTo: null,
  payment: { destination: 'U', amount: 5n },
  failure: null,
}
const book: Book = {
  wallet,
  hash: 'a',
  source: wallet,
  successful: true,
  closedAt: 1_000,
  paidTo: 'U',
  paidAmount: 5n,
  payoutId: 'p1',
  foreign: false,
}
const payout: PaidPayout = {
  id: 'p1',
  state: 'completed',
  amount: 5n,
  toAddress: 'U',
  fromAddress: wallet,
  txid: 'a',
}
type Change = {
  ledger?: Partial<WalletTransaction>[]
  books?: Partial<Book>[]
  payouts?: Partial<PaidPayout>[]
  now?: number
}

function differencesOf({ ledger = [{}], books = [{}], payouts = [{}], now = 9_000 }: Change) {
  return compareSources({
    wallet,
    ledger: ledger.map((each) => ({ ...transaction, ...each })),
    books: books.map((each) => ({ ...book, ...each })),
    payouts: payouts.map((each) => ({ ...payout, ...each })),
    now,
  }).map(({ differences }) => differences)
}

test.each<[string, Change, string[][]]>([
  ['all the same', {}, [[]]],
  ['not on the ledger', { ledger: [] }, [['the ledger does not show it']]],
  ['not in the books', { books: [] }, [['the books lack it']]],
  ['too young for the books', { books: [], now: 1_100 }, [[]]],
  [
    'another amount in the books',
    { books: [{ paidAmount: 6n }] },
    [['the books have another amount']],
  ],
  [
    'another recipient in the books',
    { books: [{ paidTo: 'V' }] },
    [['the books have another recipient']],
  ],
  [
    'another outcome in the books',
    { books: [{ successful: false }] },
    [['the books have another outcome']],
  ],
  ['another amount asked for', { payouts: [{ amount: 6n }] }, [['the payout has another amount']]],
  [
    'another recipient asked for',
    { payouts: [{ toAddress: 'V' }] },
    [['the payout has another recipient']],
  ],
  [
    'paid, and failed here',
    { payouts: [{ state: 'failed', txid: null }] },
    [['it paid, and the payout is failed']],
  ],
  ['paid a moment ago', { payouts: [{ state: 'signed', txid: null }], now: 1_100 }, [[]]],
  [
    'the payout names another',
    {
      payouts: [{ txid: 'b' }],
      ledger: [{}, { hash: 'b' }],
      books: [{}, { hash: 'b', payoutId: null, foreign: true }],
    },
    [
      ['the payout names another transaction', 'more than one transaction paid this payout'],
      ['more than one transaction paid this payout'],
    ],
  ],
  [
    'paid twice',
    { ledger: [{}, { hash: 'b' }], books: [{}, { hash: 'b' }] },
    [
      ['more than one transaction paid this payout'],
      ['the payout names another transaction', 'more than one transaction paid this payout'],
    ],
  ],
  ['no payout', { payouts: [], books: [{ payoutId: null }] }, [['no payout is known for it']]],
  ['of another program', { payouts: [], books: [{ payoutId: null, foreign: true }] }, [[]]],
  [
    'a failed one before the right one',
    {
      ledger: [{ successful: false, hash: 'f' }, {}],
      books: [{ successful: false, hash: 'f' }, {}],
    },
    [[], []],
  ],
  [
    'the one that the payout names failed',
    { ledger: [{ successful: false }], books: [{ successful: false }] },
    [['the payout names it, and it failed']],
  ],
  ['into the wallet, of another account', { ledger: [{}, { hash: 'c', source: 'X' }] }, [[]]],
  ['of another wallet', { payouts: [{}, { id: 'p2', fromAddress: 'X', txid: 'z' }] }, [[]]],
])('%s', (_, change, expected) => {
  expect(differencesOf(change)).toEqual(expected)
})

test('what differs comes first', () => {
  const rows = compareSources({
    wallet,
    ledger: [transaction, { ...transaction, hash: 'z', closedAt: 2_000 }],
    books: [book],
    payouts: [payout],
    now: 9_000,
  })
  expect(rows.map(({ hash }) => hash)).toEqual(['z', 'a'])
})
