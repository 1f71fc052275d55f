import { expect, test } from 'vitest'
import type { Facts } from '../../sim/check/facts.ts'
import { checkEnd, paidTwice } from '../../sim/check/check-invariants.ts'
import { requestOfPayout } from '../../sim/model/claims.ts'
import {
  makePayment,
  makePayout,
  makeTransaction,
  piId,
  recipient,
} from '../../testkit/make-work.ts'
import { emptyTables } from '../../sim/model/tables.ts'
import { noFaults, type Faults } from '../../sim/kernel/faults.ts'
import { noOperators } from '../../sim/world/plan.ts'
import { createRandom } from '../../testkit/random.ts'
import { createScheduler } from '../../sim/kernel/scheduler.ts'
import { storeRules } from '../../sim/model/sim-database.ts'
import { createSimWorld } from '../../sim/world/sim-world.ts'
import type { Payout, WalletTransaction } from '../../src/payouts/model/payout.ts'

const txid = '1'.repeat(64)
const paid = makeTransaction({ hash: txid })
const status = { ...makePayment(makePayout()).status, developer_completed: true }
const completedAtPi = makePayment(makePayout(), {
  status,
  transaction: { txid, verified: true, _link: 'x' },
})
const openAtPi = makePayment(makePayout())

/** A world at rest, as far as the checker looks at it. */
function facts(set: {
  payout?: Partial<Payout>
  history?: WalletTransaction[]
  dto?: typeof openAtPi
  spent?: bigint
  responses?: Facts['responses']
  isLie?: boolean
  faults?: Partial<Faults>
  cancels?: string[]
  waiting?: readonly string[]
  rollbacks?: Facts['rollbacks']
  isGone?: boolean
  isClosedByPi?: boolean
  scope?: Facts['scope']
}): Facts {
  const { history = [paid], dto = completedAtPi, responses = [], isLie = false } = set
  const payout = makePayout({ state: 'completed', txid, ...set.payout })
  const sum = history.reduce((all, { payment }) => all + (payment?.amount ?? 0n), 0n)
  const chain = {
    history: () => history,
    balance: () => 10n ** 12n - (set.spent ?? sum),
    start: { balance: 10n ** 12n, sequence: 0n },
    feesPaid: () => 0n,
    foreignSpent: () => 0n,
  }
  const records = new Map([
    [
      piId,
      {
        dto,
        createdAt: 0,
        isForeign: false,
        isForever: false,
        isLie,
        isClosedByPi: set.isClosedByPi === true,
        isUnlisted: false,
      },
    ],
  ])
  const rows = set.isGone === true ? [] : [[payout.id, payout] as const]
  const tables = { ...emptyTables(), payouts: new Map(rows) }
  const { requestHash, uid, amount } = makePayout()
  const parts = {
    chain,
    pi: { records: () => records, misled: () => new Set(isLie ? [request] : []) },
    tables,
    responses,
    addressOf: () => recipient,
    requests: [{ requestHash, uid, amount }],
    cancels: new Set(set.cancels),
    rollbacks: set.rollbacks ?? [],
    excused: new Set<string>(),
    faults: { ...noFaults, ...set.faults },
    withoutMoney: 'fail' as const,
    waiting: set.waiting ?? [],
    scope: set.scope ?? ('per-app' as const),
  }
  // The checker asks nothing else of chain and Pi.
  return parts as unknown as Facts
}
const found = (set: Parameters<typeof facts>[0]) =>
  checkEnd(facts(set)).map(({ invariant }) => invariant)
const cancelledAtPi = {
  ...openAtPi,
  status: { ...status, developer_completed: false, cancelled: true },
}
const { id } = makePayout()
const request = requestOfPayout(makePayout())

test('a world in order has no violations', () => {
  expect(found({})).toEqual([])
  expect(
    found({
      payout: { state: 'cancelled', txid: null },
      history: [],
      dto: cancelledAtPi,
      cancels: [id],
    }),
  ).toEqual([])
})

test('I1: a second successful transaction for one payout is found when its ledger closes', () => {
  const second = makeTransaction({ hash: '2'.repeat(64), sequence: 12n })
  const { chain, pi } = facts({ history: [paid, second] })
  expect(paidTwice(chain, pi, [second])).toHaveLength(1)
  const failed = makeTransaction({ hash: '3'.repeat(64), successful: false })
  const calm = facts({ history: [paid, failed] })
  expect(paidTwice(calm.chain, calm.pi, [failed, paid])).toEqual([])
})

test.each<[string, Parameters<typeof facts>[0]]>([
  ['completed without a transaction', { history: [] }],
  [
    'completed with another amount',
    { history: [makeTransaction({ hash: txid, payment: { destination: recipient, amount: 1n } })] },
  ],
  [
    'completed to someone else',
    {
      history: [
        makeTransaction({ hash: txid, payment: { destination: 'GX', amount: 31_400_000n } }),
      ],
    },
  ],
  ['completed by another transaction', { payout: { txid: '9'.repeat(64) } }],
  ['completed, but open at Pi', { dto: openAtPi }],
  ['cancelled, but paid', { payout: { state: 'cancelled' } }],
  ['failed, but paid', { payout: { state: 'failed' } }],
])('I2: %s', (_name, set) => {
  expect(found(set)).toContain('I2')
})

test('I3: money that left the wallet unaccounted for', () => {
  expect(found({ spent: 31_400_001n })).toEqual(['I3'])
})

test('I4: two responses, a no about money that moved, a response that was not kept', () => {
  const reported = (...states: ('completed' | 'failed' | 'cancelled')[]) =>
    states.map((state) => ({ payoutId: id, request, state, decidedAt: 0 }))
  expect(found({ responses: reported('completed', 'completed') })).toEqual([])
  expect(found({ responses: reported('cancelled', 'completed') })).toContain('I4')
  expect(found({ responses: reported('failed') })).toContain('I4')
  const no = {
    payout: { state: 'cancelled', txid: null },
    history: [],
    dto: cancelledAtPi,
  } as const
  expect(found({ ...no, history: [], responses: reported('completed') })).toContain('I4')
  expect(found({ ...no, history: [], responses: reported('failed') })).toContain('I4')
})

test('I5: what is not final, held without a lie, or open at Pi for no payout', () => {
  expect(found({ payout: { state: 'signed' } })).toEqual(['I5'])
  expect(found({ payout: { state: 'held' } })).toEqual(['I5'])
  expect(found({ payout: { state: 'held' }, isLie: true, history: [] })).toEqual([])
  const gone = { payout: { state: 'cancelled', txid: null, piId: null }, history: [] } as const
  expect(found({ ...gone, history: [], dto: openAtPi, cancels: [id] })).toEqual(['I5'])
  expect(found({ waiting: ['f'.repeat(64)] })).toEqual(['I5'])
})

test('I2: a payment that is not what was asked for moves money', () => {
  expect(found({ isLie: true, history: [], payout: { state: 'held' } })).toEqual([])
  expect(found({ isLie: true })).toEqual(['I2'])
})

test.each<[string, Parameters<typeof facts>[0]]>([
  ['failed', { payout: { state: 'failed', txid: null } }],
  ['cancelled', { payout: { state: 'cancelled', txid: null } }],
])('I4: %s without a cause in the world', (_name, set) => {
  const no = { ...set, history: [], dto: cancelledAtPi }
  expect(found(no)).toEqual(['I4'])
  expect(found({ ...no, cancels: [id], faults: { poverty: true } })).toEqual([])
})

test('I4: paid, and not completed at Pi without a cause', () => {
  const stuck = { payout: { state: 'paid_unconfirmed' }, dto: cancelledAtPi } as const
  expect(found(stuck)).toEqual(['I4'])
  expect(found({ ...stuck, faults: { linksOnFailure: 0.1 } })).toEqual(['I4'])
  expect(found({ ...stuck, isClosedByPi: true })).toEqual([])
  const transaction = { txid, verified: false, _link: 'x' }
  expect(found({ ...stuck, dto: { ...openAtPi, transaction } })).toEqual([])
})

test('I4: an end that was reported is gone, although the database forgot nothing then', () => {
  const responses = [{ payoutId: id, request, state: 'completed', decidedAt: 50 } as const]
  const gone = { isGone: true, responses }
  expect(found(gone)).toEqual(['I4'])
  expect(found({ ...gone, rollbacks: [{ from: 60, to: 70 }] })).toEqual(['I4'])
  expect(found({ ...gone, rollbacks: [{ from: 40, to: 70 }] })).toEqual([])
})

test('I4: a no that was reported and then paid, whatever the database forgot later', () => {
  const responses = [{ payoutId: id, request, state: 'cancelled', decidedAt: 20 } as const]
  expect(found({ responses, rollbacks: [{ from: 60, to: 100 }] })).toContain('I4')
})

test('I7: an envelope that comes while another sequence of its payment may apply', () => {
  const world = newWorld()
  const order = (sequence: bigint) => ({
    source: 'GW',
    destination: recipient,
    amount: 1n,
    memo: piId,
    sequence,
    fee: 100_000n,
    maxTime: 1_900_000_000,
    network: 'Pi Testnet',
    closedAt: 1_800_000_000,
  })
  const next = world.chain.start.sequence + 1n
  world.onArrival(world.chain.sign(order(next)).hash)
  world.onArrival(world.chain.sign(order(next)).hash)
  expect(world.violations.filter(({ invariant }) => invariant === 'I7')).toEqual([])
  world.onArrival(world.chain.sign(order(next + 1n)).hash)
  expect(world.violations.filter(({ invariant }) => invariant === 'I7')).toHaveLength(1)
})

test('I6: an envelope that reaches Horizon before it is committed', () => {
  const world = newWorld()
  world.onArrival(txid)
  expect(world.violations).toMatchObject([{ invariant: 'I6' }])
})

function newWorld() {
  const scheduler = createScheduler()
  const random = createRandom(1)
  const plan = {
    faults: noFaults,
    instances: 1,
    payouts: 1,
    scope: 'off',
    faultsEndMs: 1,
    fundedMs: 1,
    operators: noOperators,
    withoutMoney: 'fail',
  } as const
  return createSimWorld({ random, scheduler, plan, storeRules, trace: undefined })
}
