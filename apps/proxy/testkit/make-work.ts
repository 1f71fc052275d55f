import type { Payment } from '@aloha-pi/contracts/platform'
import { correlated, payoutIdOf } from '../src/payouts/model/correlation.ts'
import type { BookedTransaction, Envelope, Payout } from '../src/payouts/model/payout.ts'
import type { Lane, Work } from '../src/payouts/model/work.ts'
import { defaultSettings, type PayoutSettings } from '../src/payouts/model/settings.ts'
import { emptyMemory, type Survey } from '../src/payouts/protocol/memory.ts'
import type { Absorbed } from '../src/payouts/protocol/steps.ts'
import { emptyRow } from './empty-row.ts'

const wallet = `G${'W'.repeat(55)}`
export const recipient = `G${'R'.repeat(55)}`
export const clientId = '00000000-0000-4000-9000-000000000001'
export const piId = 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9'
export const settings: PayoutSettings = { ...defaultSettings, wallet, network: 'Pi Testnet' }
export { emptyMemory }

const at = new Date(0)
export const deployment = { own: '00000000-0000-4000-a000-000000000001', adopted: [] }

/** A payout in some state, for tests of the pure core. */
export function makePayout(set: Partial<Payout> = {}): Payout {
  const isKnown = !['received', 'creating'].includes(set.state ?? 'received')
  const payout: Payout = {
    ...emptyRow,
    id: payoutIdOf(clientId, 'order-1'),
    clientId,
    idempotencyKey: 'order-1',
    requestHash: 'a'.repeat(64),
    uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
    amount: 31_400_000n,
    memo: 'a gift',
    metadata: { orderId: '1' },
    state: 'received',
    nextAt: at,
    createdAt: at,
    updatedAt: at,
    ...(isKnown && { piId, toAddress: recipient, fromAddress: wallet, network: 'Pi Testnet' }),
    ...set,
  }
  const isShown = isKnown && set.lastPayment === undefined
  return isShown ? { ...payout, lastPayment: makePayment(payout) } : payout
}

/** Pi's payment for a payout, as Pi should send it. */
export function makePayment(payout: Payout, set: Partial<Payment> = {}): Payment {
  return {
    identifier: piId,
    user_uid: payout.uid,
    amount: Number(payout.amount) / 1e7,
    memo: payout.memo,
    metadata: correlated(payout, deployment.own),
    from_address: wallet,
    to_address: recipient,
    direction: 'app_to_user',
    status: {
      developer_approved: true,
      transaction_verified: false,
      developer_completed: false,
      cancelled: false,
      user_cancelled: false,
    },
    transaction: null,
    network: 'Pi Testnet',
    ...set,
  }
}

export function makeEnvelope(payout: Payout, set: Partial<Envelope> = {}): Envelope {
  return {
    hash: '1'.repeat(64),
    payoutId: payout.id,
    source: wallet,
    sequence: 11n,
    maxTime: 1_060,
    fee: 100_000n,
    xdr: 'AAAA',
    signedLedger: 100,
    status: 'live',
    evidence: null,
    ...set,
  }
}

export function makeTransaction(set: Partial<BookedTransaction> = {}): BookedTransaction {
  return {
    hash: '1'.repeat(64),
    pagingToken: '500',
    source: wallet,
    sequence: 11n,
    successful: true,
    ledger: 101,
    closedAt: 1_005,
    memo: piId,
    bumpTo: null,
    payment: { destination: recipient, amount: 31_400_000n },
    failure: null,
    payoutId: null,
    foreign: false,
    isDenied: false,
    ...set,
  }
}

export function makeLane(set: Partial<Lane> = {}): Lane {
  return {
    source: wallet,
    epoch: 1n,
    cursor: '400',
    bookedSequence: 10n,
    tip: { sequence: 100, closedAt: 1_000 },
    quarantineLeftMs: 0,
    quarantineReason: null,
    stop: null,
    isAdopting: false,
    available: null,
    createFailures: 0,
    ...set,
  }
}

export function makeWork(
  payout: Payout | null,
  set: Partial<Omit<Work, 'payout' | 'lane'>> & { lane?: Partial<Lane> } = {},
): Work {
  const { lane, ...rest } = set
  const base = {
    deployment,
    brake: null,
    now: 1_000,
    paymentAgeMs: 1_000,
    knownPayment: null,
    envelopes: [],
    isLaneTaken: false,
    booked: [],
    consumer: null,
    unmatched: [],
  }
  return { ...base, ...rest, payout, lane: makeLane(lane) }
}

export function makeSurvey(set: Partial<Survey> = {}): Survey {
  return {
    sequence: 10n,
    available: 10n ** 12n,
    ledger: 100,
    before: null,
    found: [],
    absent: 0,
    ...set,
  }
}

/** What was decided, in a line: moves, envelopes, and how the visit goes on. */
export function inShort({ changes, isOver, audit, alarms }: Absorbed<unknown>): string {
  const parts = changes.map((change) => {
    switch (change.type) {
      case 'move': {
        const reason = change.set.heldReason ?? change.set.failCode
        return `${change.from} -> ${change.to}${reason == null ? '' : ` (${reason})`}`
      }
      case 'rest':
        return `rest ${change.delayMs}`
      case 'settle_envelope':
        return change.status
      default:
        return change.type
    }
  })
  const ends = [
    isOver ? 'over' : '',
    audit == null ? '' : 'audit',
    ...alarms.map(({ code }) => `! ${code}`),
  ]
  return [...parts, ...ends].filter((part) => part !== '').join(', ')
}
