import { expect, test } from 'vitest'
import {
  arrival,
  good,
  payment,
  piPayment,
  row,
  goodResponse,
  transaction,
} from '../test/chaos/good-facts.ts'
import { check, type Facts } from './checker.ts'
import { createRecord } from './record.ts'
import { findCanaries, findSecrets } from './secrets.ts'

/** The second envelope arrives when ledger 39 is the newest; the first one is used in ledger 40. */
function twoSequences(later: Partial<typeof arrival>): Partial<Facts> {
  return {
    arrivals: [arrival, { ...arrival, hash: 'h2', sequence: 8n, at: 3_500, ...later }],
    envelopes: new Map([
      ['h1', 2_000],
      ['h2', 2_000],
    ]),
  }
}

const second = { ...transaction, hash: 'h2', source_account_sequence: '8' }
const failed = { ...row, status: 'failed', txid: null }
const unpaid = { transactions: [], payments: [], spent: 0n }

test('a run in which everything is right has no violation', () => {
  expect(check(good)).toEqual([])
})

test.each<[string, string, Partial<Facts>]>([
  ['I1', 'a second transaction', { transactions: [transaction, second] }],
  ['I2', 'completed without a transaction', unpaid],
  ['I2', 'failed although paid', { ends: new Map([['order-1', failed]]) }],
  ['I2', 'another amount', { payments: [{ ...payment, amount: '0.0200000' }] }],
  ['I2', 'someone else', { payments: [{ ...payment, to: 'GOTHER' }] }],
  [
    'I2',
    'completed, but not at Pi',
    { piPayments: [{ ...piPayment, transaction: { txid: 'h9' } }] },
  ],
  ['I2', 'another transaction named', { ends: new Map([['order-1', { ...row, txid: 'h9' }]]) }],
  [
    'I2',
    'unknown after it was reported',
    {
      responses: [
        goodResponse,
        { ...goodResponse, asked: 'details', row: undefined, code: 'payment_not_found' },
      ],
    },
  ],
  ['I3', 'money that no one knows of', { spent: 100_101n }],
  ['I3', 'a payment that no one ordered', { piPayments: [] }],
  ['I4', 'two ends reported', { responses: [goodResponse, { ...goodResponse, row: failed }] }],
  [
    'I4',
    'processing after the end',
    {
      responses: [
        goodResponse,
        { ...goodResponse, sentAt: 7_000, row: { ...row, status: 'processing' } },
      ],
    },
  ],
  [
    'I4',
    'already paid, and it is not',
    { ...unpaid, responses: [{ ...goodResponse, row: undefined, code: 'already_paid' }] },
  ],
  [
    'I4',
    'another transaction reported',
    { responses: [goodResponse, { ...goodResponse, row: { ...row, txid: 'h9' } }] },
  ],
  [
    'I4',
    'a no without its payout',
    { responses: [goodResponse, { ...goodResponse, row: undefined, code: 'payout_failed' }] },
  ],
  ['I4', 'a failure for no reason', { ...unpaid, ends: new Map([['order-1', failed]]) }],
  [
    'I4',
    'a cancellation that no one asked for',
    { ...unpaid, ends: new Map([['order-1', { ...failed, status: 'cancelled' }]]) },
  ],
  [
    'I4',
    'not completed at Pi',
    { ends: new Map([['order-1', { ...row, status: 'paid_unconfirmed' }]]) },
  ],
  ['I5', 'an end that came late', { restMs: 60_001 }],
  ['I5', 'no end', { ends: new Map() }],
  [
    'I5',
    'an open payment at Pi',
    {
      piPayments: [
        piPayment,
        {
          ...piPayment,
          identifier: 'pi-2',
          status: { ...piPayment.status, developer_completed: false },
        },
      ],
    },
  ],
  ['I5', 'still in work at the end', { ends: new Map([['order-1', { ...row, status: 'held' }]]) }],
  ['I6', 'an envelope without a row', { envelopes: new Map() }],
  ['I6', 'an envelope before its row', { envelopes: new Map([['h1', 3_500]]) }],
  ['I6', 'no row when it arrived', { arrivals: [{ ...arrival, stored: false }] }],
  ['I7', 'two live sequences', twoSequences({})],
  ['I7', 'a second sequence when the first is used later', twoSequences({ ledger: 39 })],
  ['I7', 'two live sequences in the database', { twoSequences: ['p: 7 and 8'] }],
])('%s: %s is a violation', (invariant, _what, wrong) => {
  expect(check({ ...good, ...wrong }).map((each) => each.invariant)).toContain(invariant)
})

test.each<[string, Partial<Facts>]>([
  ['once the first is used', twoSequences({ ledger: 40 })],
  ['once a ledger closed after its time', twoSequences({ closedAt: 61 })],
  [
    'that the wallet used for something else',
    { transactions: [transaction, second], sentByOthers: new Set(['h2']), spent: 100_200n },
  ],
])('I7, I1: another sequence %s is none', (_what, right) => {
  expect(check({ ...good, ...right })).toEqual([])
})

test('an envelope that could not be judged at arrival is judged by the time of its row', () => {
  const arrivals = [{ ...arrival, stored: undefined }]
  expect(check({ ...good, arrivals })).toEqual([])
  const late = check({ ...good, arrivals, envelopes: new Map([['h1', 3_500]]) })
  expect(late.map(({ invariant }) => invariant)).toEqual(['I6'])
})

test('P22: a secret in a text is found, and not repeated', () => {
  const canaries = { 'the key of a client': 'abcdef' }
  expect(findSecrets('key=abcdef', canaries)).toEqual(['the key of a client'])
  expect(findCanaries(Buffer.from('key=abcdef'), canaries)).toEqual(['the key of a client'])
  expect(findSecrets('nothing', canaries)).toEqual([])
})

test.each([
  ['a wallet seed', `x S${'A'.repeat(55)} y`],
  ['an API key in a header', 'authorization: Key abcdefghijklmnop'],
  ['a bearer token', 'Bearer abcdefghijklmnop'],
  ['a signed transaction', `tx=AAAAAg${'A'.repeat(80)}`],
])('P22: %s is found by its shape', (name, text) => {
  expect(findSecrets(text, {})).toEqual([name])
})

test('P22: a secret in a log, a metric or a response becomes a violation', () => {
  const record = createRecord({ 'the API key of Pi': 'abcdef' })
  record.processEnded(0, { text: '{"fault":"abcdef"}', isUnasked: false })
  record.scan('the metrics of a proxy', 'x{y="abcdef"} 1')
  expect(record.violations.map(({ detail }) => detail)).toEqual([
    'the API key of Pi is in the output of a proxy',
    'the API key of Pi is in the metrics of a proxy',
  ])
})

test('I1, I3: an alarm of the own reconciliation is a violation', () => {
  const record = createRecord({})
  const text = '{"alarm":"foreign_transaction"}\n{"alarm":"books_differ"}\n{"alarm":"paid_twice"}'
  record.processEnded(2, { text, isUnasked: false })
  expect(record.violations).toEqual([
    { invariant: 'I3', detail: 'proxy 2 raised books_differ' },
    { invariant: 'I1', detail: 'proxy 2 raised paid_twice' },
  ])
})

test('a second process that PGlite lets in is a violation', () => {
  const record = createRecord({})
  record.openedTwice('refused')
  expect(record.violations).toEqual([])
  record.openedTwice('let in')
  expect(record.violations).toEqual([{ invariant: 'PGlite', detail: 'a second process opened it' }])
})

test('a proxy that ends by itself is a violation', () => {
  const record = createRecord({})
  record.processEnded(1, { text: 'heap out of memory', isUnasked: true })
  expect(record.violations).toEqual([{ invariant: 'ended', detail: 'proxy 1: heap out of memory' }])
})

test('a fault of the program is a violation, one of its surroundings is counted', () => {
  const record = createRecord({})
  const log = (fault: object) => `${JSON.stringify({ level: 'error', fault, msg: 'fault' })}\n`
  const text = [
    log({ type: 'TypeError', message: 'x is not a function' }),
    log({ type: 'TypeError', message: 'fetch failed' }),
    log({ type: 'DrizzleQueryError', cause: { type: 'Error', code: 'ECONNRESET' } }),
  ].join('')
  record.processEnded(0, { text, isUnasked: false })
  expect(record.violations).toEqual([
    { invariant: 'ended', detail: 'proxy 0 logged TypeError: x is not a function' },
  ])
  expect(Object.fromEntries(record.counts)).toMatchObject({
    'a proxy logged: TypeError': 2,
    'a proxy logged: DrizzleQueryError': 1,
  })
})
