import type { Payment } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import {
  inShort,
  makePayment,
  makePayout,
  makeSurvey,
  makeTransaction,
  piId,
  settings,
} from '../../../../testkit/make-work.ts'
import {
  absorbInAudit,
  listed,
  nextOfAudit as next,
  sorted,
} from '../../../../testkit/take-audit-step.ts'
import type { Extra } from '../../../../testkit/take-step.ts'
import { correlated } from '../../model/correlation.ts'
import type { Payout } from '../../model/payout.ts'
import type { QuarantineReason } from '../../model/work.ts'
import { rules } from '../rules.ts'
import type { Survey } from '../memory.ts'
import type { Outcome } from '../steps.ts'
import type { AuditMemory, AuditStep } from './audit-memory.ts'

const survey = makeSurvey()
const unmatched = [makeTransaction({ hash: '9'.repeat(64), sequence: 10n })]
const quarantine = { lane: { quarantineLeftMs: 1 } }

const take = (
  step: AuditStep,
  outcome: Outcome,
  memory: Partial<AuditMemory> = {},
  extra: Extra = {},
) => absorbInAudit({ step, outcome }, memory, extra)
const noted = (step: AuditStep) => step.type === 'note' && inShort(step.absorbed)
const trace: AuditStep = { type: 'trace', ids: [], requestHashes: [] }
const traced = (...payouts: Payout[]): Outcome => ({ type: 'traced', payouts })

test('the audit goes through books, transactions, open payments and orphans', () => {
  const payment = makePayment(makePayout())
  expect(next({}).type).toBe('survey')
  expect(next({ survey }, { unmatched }).type).toBe('identify')
  expect(next({ survey }).type).toBe('list_open')
  expect(next({ survey, ...listed([payment]) })).toEqual({
    type: 'trace',
    ids: [makePayout().id],
    requestHashes: [makePayout().requestHash],
  })
  expect(next({ survey, ...sorted({ orphans: [payment] }) }).type).toBe('cancel')
  expect(next({ survey, ...sorted() })).toMatchObject({
    absorbed: { isOver: true },
  })
})

test('R6: no orphan is cancelled in quarantine, or before the books are complete', () => {
  const orphans = [makePayment(makePayout())]
  const over = { absorbed: { isOver: true } }
  expect(next({ survey, ...sorted({ orphans }) }, quarantine)).toMatchObject(over)
  const ahead = makeSurvey({ sequence: 12n })
  expect(next({ survey: ahead, ...sorted({ orphans }) })).toMatchObject(over)
})

test('a memo that no payment can have is foreign without asking', () => {
  const step = next({ survey }, { unmatched: [makeTransaction({ memo: 'rent for May' })] })
  expect(step).toMatchObject({ absorbed: { changes: [{ type: 'identify', payoutId: null }] } })
})

const [transaction] = unmatched
/** Pi has shown a payment with the memo of the transaction. */
const foundBy = (payment: Payment): Partial<AuditMemory> => ({
  transactions: { phase: 'find_owner', transaction: transaction!, payment },
})
const identify: AuditStep = { type: 'identify', transaction: transaction!, piId }
const gone: Outcome = {
  type: 'payment',
  result: {
    kind: 'refused',
    status: 404,
    code: 'payment_not_found',
    payment: null,
    verificationError: null,
  },
}

test("R5: Pi's 404 identifies nothing", () => {
  for (const extra of [{}, quarantine]) {
    const skipped = take(identify, gone, {}, extra)
    const hashes = [transaction?.hash]
    expect(skipped).toMatchObject({ changes: [], memory: { skipped: hashes, notFound: hashes } })
    expect(inShort(skipped)).toBe('! unidentified_transaction')
  }
})

test('R5: a 404 counts only with a key that reads a payment of this wallet, and then only for other amounts', () => {
  const hash = transaction!.hash
  const seen = { survey, skipped: [hash], notFound: [hash] }
  const known = { unmatched, knownPayment: 'known' }
  const prove: AuditStep = { type: 'prove_key', piId: 'known' }
  expect(next(seen, known)).toEqual(prove)
  expect(next(seen, { unmatched })).toMatchObject({ absorbed: { memory: { key: 'unproven' } } })
  expect(take(prove, gone, seen, known).memory).toEqual({ key: 'unproven' })
  const read: Outcome = {
    type: 'payment',
    result: { kind: 'ok', value: makePayment(makePayout()) },
  }
  expect(take(prove, read, seen, known).memory).toEqual({ key: 'proven' })

  const rest = { ...sorted() }
  const end = (key: 'proven' | 'unproven') => next({ ...seen, ...rest, key }, known)
  expect(end('proven')).toMatchObject({ absorbed: { changes: [{ type: 'deny', hash }] } })
  expect(end('unproven')).toMatchObject({ absorbed: { changes: [] } })

  const denied = { ...transaction!, isDenied: true }
  const { amount } = makePayout()
  expect(rules.mayHavePaid(denied, makePayout())).toBe(true)
  expect(rules.mayHavePaid(denied, makePayout({ amount: amount + 1n }))).toBe(false)
  expect(rules.mayHavePaid(transaction!, makePayout({ amount: amount + 1n }))).toBe(true)
})

test('a transaction that pays a known payout is given to it; a no that was said is taken back', () => {
  const found = foundBy(makePayment(makePayout()))
  const given = take(trace, traced(makePayout({ state: 'creating' })), found)
  // Of its payments at Pi this one is kept, so that another one is the orphan.
  expect(inShort(given)).toBe('identify, creating -> creating, ! repaired')
  expect(given.changes).toMatchObject([{}, { set: { piId } }])
  const undone = take(trace, traced(makePayout({ state: 'cancelled' })), found)
  expect(inShort(undone)).toBe('identify, cancelled -> paid, ! repaired')
  const twice = take(trace, traced(makePayout({ state: 'completed', txid: 'b' })), found)
  expect(inShort(twice)).toBe('identify, ! paid_twice')
})

test('a payout that the database lost is recreated as paid from Pi and the chain', () => {
  const payout = makePayout()
  const found = foundBy(makePayment(payout))
  const { changes } = take(trace, traced(), found, quarantine)
  expect(changes).toMatchObject([
    {
      type: 'recreate',
      payout: {
        id: payout.id,
        clientId: payout.clientId,
        requestHash: payout.requestHash,
        amount: 31_400_000n,
        metadata: { orderId: '1' },
        piId,
        txid: transaction?.hash,
      },
    },
    { type: 'identify', payoutId: payout.id },
  ])
})

test('a payment that is not what the transaction paid repairs nothing', () => {
  const { amount } = makePayment(makePayout())
  for (const wrong of [
    { amount: amount + 1 },
    { to_address: settings.wallet },
    { from_address: 'G' },
  ]) {
    const found = foundBy(makePayment(makePayout(), wrong))
    const result = take(trace, traced(makePayout({ state: 'cancelled' })), found)
    expect(inShort(result)).toBe('! unidentified_transaction')
  }
})

test('a transaction of a payout that the database cannot have lost stops the lane', () => {
  const found = foundBy(makePayment(makePayout()))
  expect(inShort(take(trace, traced(), found))).toBe('stop_lane, ! unknown_payout')
  const adopting = { lane: { isAdopting: true } }
  expect(inShort(take(trace, traced(), found, adopting))).toBe('recreate, identify, ! repaired')
})

test('a transaction of another deployment stops the lane, in quarantine too', () => {
  const payout = makePayout()
  const metadata = correlated(payout, '00000000-0000-4000-a000-0000000000ff')
  const value = makePayment(payout, { metadata })
  const read: Outcome = { type: 'payment', result: { kind: 'ok', value } }
  for (const extra of [{}, quarantine]) {
    const stopped = take(identify, read, {}, extra)
    expect(inShort(stopped)).toBe('stop_lane, ! foreign_deployment')
    expect(stopped.changes).toMatchObject([{ stop: { payment: piId, payout: payout.id } }])
  }
})

test('a stopped lane cancels nothing, and says so at every audit', () => {
  const stop = { reason: 'unknown_payout' as const, payment: piId, payout: 'p', deployment: null }
  const orphans = [makePayment(makePayout())]
  const step = next({ survey, ...sorted({ orphans }) }, { lane: { stop } })
  expect(noted(step)).toBe('over, ! unknown_payout')
})

test('what may not be cancelled yet goes to the next audit: a list need not show it again', () => {
  const open = [makePayment(makePayout())]
  const kept = take(trace, traced(), listed(open), quarantine)
  expect(kept.memory.payments).toMatchObject({ orphans: [], left: open })
  const end = next({ survey, ...kept.memory }, quarantine)
  expect(end).toMatchObject({ absorbed: { isOver: true, audit: open } })

  // With it the adoption ends only once it is cancelled.
  const adopting = { lane: { isAdopting: true } }
  const after = take(trace, traced(), listed(open), adopting)
  expect(after.memory.payments).toMatchObject({ orphans: open, left: [] })
  expect(next({ survey, ...after.memory }, adopting).type).toBe('cancel')
  expect(next({ survey, ...sorted() }, adopting)).toMatchObject({
    absorbed: { changes: [{ type: 'adopted' }], audit: null },
  })
})

test('the quarantine of a new wallet ends when it never sent anything and nothing is open at Pi', () => {
  const lane = { quarantineLeftMs: 1, bookedSequence: null }
  const unused = makeSurvey({ sequence: 7n << 32n })
  const ends = (
    open: Payment[],
    set: { survey?: Survey; quarantineReason?: QuarantineReason } = {},
  ) => {
    const { survey = unused, quarantineReason = 'new' } = set
    const extra = { lane: { ...lane, quarantineReason } }
    return noted(next({ survey, ...sorted({ open }) }, extra))
  }
  expect(ends([])).toBe('end_quarantine, over')
  expect(ends([makePayment(makePayout())])).toBe('over')
  expect(ends([], { survey: makeSurvey({ sequence: (7n << 32n) + 1n }) })).toBe('over')
  expect(ends([], { quarantineReason: 'database' })).toBe('over')
})

const none: Partial<Payment> = {}
const rows: [string, Partial<Payout> | null, Partial<Payment>, string, number][] = [
  [
    'a payout without one is given its payment',
    { state: 'creating' },
    none,
    'creating -> created',
    0,
  ],
  ['as is one that is still new', { state: 'received' }, none, 'received -> created', 0],
  [
    'P11: a lying one is held',
    { state: 'creating' },
    { amount: 1 },
    'creating -> held (payment_amount_differs), ! held',
    0,
  ],
  ['a payment in work is left alone', { state: 'signed' }, none, '', 0],
  ['a second payment of a payout is an orphan', { state: 'signed', piId: 'other' }, none, '', 1],
  ['so is one of a finished payout', { state: 'failed', piId: null }, none, '', 1],
  [
    'one of a payout that the database cannot have lost stops the lane',
    null,
    none,
    'stop_lane, ! unknown_payout',
    0,
  ],
  ['what was paid and never confirmed stays open', { state: 'paid_unconfirmed' }, none, '', 0],
  ['R7: a foreign payment is only reported', null, { metadata: { a: 1 } }, '! foreign_payment', 0],
]

test('of many payments of other programs there is one alarm, which counts them', () => {
  const open = Array.from({ length: 1_000 }, (_, i) =>
    makePayment(makePayout(), { identifier: `Foreign${i}`, metadata: { a: 1 } }),
  )
  const { alarms } = take(trace, traced(), listed(open))
  const detail = 'Foreign0, Foreign1, Foreign2, Foreign3, Foreign4 and 995 more'
  expect(alarms).toEqual([{ code: 'foreign_payment', payoutId: null, detail }])
})

test.each(rows)('open at Pi: %s', (_name, set, change, expected, orphans) => {
  const payout = set == null ? [] : [makePayout(set)]
  const open = [makePayment(makePayout(), change)]
  const result = take(trace, traced(...payout), listed(open))
  expect(inShort(result)).toBe(expected)
  expect(result.memory.payments).toMatchObject({ orphans: { length: orphans } })
})
