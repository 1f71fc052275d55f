import { expect, test } from 'vitest'
import { good, order, row, goodResponse, transaction } from '../test/chaos/good-facts.ts'
import { check, type Facts } from './checker.ts'

/** Copied at 10 s, put back at 20 s: by default without any payout in the copy. */
function restored(responses: Facts['responses'], held: [string, string][] = []): Partial<Facts> {
  return { responses, forgotten: [{ from: 10_000, to: 20_000, held: new Map(held) }] }
}
const at = (time: number) => ({ sentAt: time - 100, at: time })
const before = at(9_000)
const between = at(15_000)
const after = at(25_000)
const later = at(30_000)

const cancelled = { ...goodResponse, row: { ...row, status: 'cancelled', txid: null } }
const inWork = { ...goodResponse, row: { ...row, status: 'processing', txid: null } }
const unknown = { ...goodResponse, asked: 'details', row: undefined, code: 'payment_not_found' }
const failed = { ...row, status: 'failed', txid: null }
const unpaid = {
  transactions: [],
  payments: [],
  spent: 0n,
  ends: new Map([['order-1', failed]]),
}
/** A request without a key that failed, and the next one, which is paid. */
const twoRequests = [
  { ...goodResponse, ...after, row: { ...failed, payout_id: 'p0' } },
  { ...goodResponse, ...later },
]
const unkeyed = { orders: [{ ...order, isKeyed: false }] }
const elsewhere = { refusedElsewhere: new Set(['order-1']) }

test.each<[string, Partial<Facts>]>([
  ['a no that was lost, and paid later', restored([{ ...cancelled, ...between }])],
  [
    'a no of a row that the copy held in work',
    restored([{ ...cancelled, ...between }], [['p', 'created']]),
  ],
  [
    'a row that was lost, and is made again',
    restored([
      { ...inWork, ...between },
      { ...unknown, ...after },
      { ...goodResponse, ...later },
    ]),
  ],
  [
    'work on a payout whose end was lost',
    restored([
      { ...goodResponse, ...between },
      { ...inWork, ...after },
      { ...goodResponse, ...later },
    ]),
  ],
  ['a user whom another app does not know', { ...unpaid, ...elsewhere, responses: [] }],
  [
    'another request after one that failed for the wrong key',
    { ...unkeyed, ...elsewhere, responses: twoRequests },
  ],
  [
    'a lost row of a request before',
    {
      ...unkeyed,
      ...elsewhere,
      ...restored([
        { ...inWork, ...between, row: { ...inWork.row, payout_id: 'p0' } },
        { ...unknown, ...at(22_000) },
        ...twoRequests,
      ]),
    },
  ],
])('a restore or a wrong key explains %s', (_what, facts) => {
  expect(check({ ...good, ...facts })).toEqual([])
})

test.each<[string, string, Partial<Facts>]>([
  ['I4', 'a no that was reported before the copy', restored([{ ...cancelled, ...before }])],
  ['I4', 'a no that was reported after the restore', restored([{ ...cancelled, ...after }])],
  [
    'I4',
    'a no that was asked for after the restore began',
    restored([{ ...cancelled, sentAt: 20_001, at: 20_002 }]),
  ],
  [
    'I4',
    'a no that the copy has too',
    restored([{ ...cancelled, ...between }], [['p', 'cancelled']]),
  ],
  [
    'I4',
    'a reported payment that is not on the ledger',
    { ...restored([{ ...goodResponse, ...between }]), ...unpaid, ...elsewhere },
  ],
  [
    'I4',
    'another transaction than was reported',
    restored([{ ...goodResponse, ...between, row: { ...row, txid: 'h9' } }]),
  ],
  [
    'I4',
    'already paid, and it is not',
    {
      ...restored([{ ...goodResponse, ...between, row: undefined, code: 'already_paid' }]),
      ...unpaid,
      ...elsewhere,
    },
  ],
  [
    'I1',
    'a second transaction',
    {
      ...restored([{ ...cancelled, ...between }]),
      transactions: [
        transaction,
        { ...transaction, hash: 'h2', source_account_sequence: '8', paging_token: '2' },
      ],
    },
  ],
  [
    'I2',
    'unknown, though reported before the copy',
    restored([
      { ...inWork, ...before },
      { ...inWork, ...between },
      { ...unknown, ...after },
    ]),
  ],
  [
    'I2',
    'unknown, though the copy has it',
    restored(
      [
        { ...inWork, ...between },
        { ...unknown, ...after },
      ],
      [['p', 'received']],
    ),
  ],
  [
    'I2',
    'unknown before the restore',
    restored([
      { ...inWork, ...between },
      { ...unknown, ...at(19_000) },
    ]),
  ],
  [
    'I2',
    'unknown again after it was made again',
    restored([
      { ...inWork, ...between },
      { ...inWork, ...after },
      { ...unknown, ...later },
    ]),
  ],
  [
    'I4',
    'work after an end that was reported before the copy',
    restored([
      { ...goodResponse, ...before },
      { ...inWork, ...after },
    ]),
  ],
  [
    'I4',
    'work after an end that the copy has too',
    restored(
      [
        { ...goodResponse, ...between },
        { ...inWork, ...after },
      ],
      [['p', 'completed']],
    ),
  ],
  [
    'I4',
    'work after an end, before the restore',
    restored([
      { ...goodResponse, ...between },
      { ...inWork, ...at(19_000) },
    ]),
  ],
  [
    'I4',
    'work after an end that was reported after the restore',
    restored([
      { ...goodResponse, ...between },
      { ...goodResponse, ...after },
      { ...inWork, ...later },
    ]),
  ],
  [
    'I4',
    'a failure of another order than that of the wrong key',
    { ...unpaid, responses: [], refusedElsewhere: new Set(['order-2']) },
  ],
  [
    'I4',
    'a cancellation that no one asked for',
    {
      ...restored([{ ...cancelled, ...between }]),
      ...unpaid,
      ...elsewhere,
      ends: new Map([['order-1', { ...failed, status: 'cancelled' }]]),
    },
  ],
  ['I4', 'a second payout with the same key', { ...elsewhere, responses: twoRequests }],
  ['I4', 'a second payout that no wrong key explains', { ...unkeyed, responses: twoRequests }],
  [
    'I4',
    'a second payout, though the first was reported as paid',
    {
      ...unkeyed,
      ...elsewhere,
      responses: [{ ...goodResponse, ...after, row: { ...row, payout_id: 'p0' } }, ...twoRequests],
    },
  ],
])('%s: no restore and no wrong key explains %s', (invariant, _what, facts) => {
  expect(check({ ...good, ...facts }).map((each) => each.invariant)).toContain(invariant)
})
