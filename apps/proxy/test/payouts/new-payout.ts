import { randomBytes, randomUUID } from 'node:crypto'
import type { Payment } from '@aloha-pi/contracts/platform'
import type { Envelope, WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { Change } from '../../src/payouts/model/changes.ts'
import type { NewPayout } from '../../src/payouts/store/payout-store.ts'

export const PI = 10_000_000n
export const RECIPIENT = `G${'RECIPIENT'.repeat(7).slice(0, 55)}`

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A wallet that no other test has. */
export function newWallet(): string {
  return `G${[...randomBytes(55)].map((byte) => base32[byte % 32]).join('')}`
}

export function newHash(): string {
  return randomBytes(32).toString('hex')
}

export const roomyCaps = {
  perPayout: 100n * PI,
  perClientDay: 1_000_000n * PI,
  globalDay: 1_000_000n * PI,
  openPerClient: 1_000,
}

/** A request that is accepted unless the wish says otherwise. */
export function newPayout(wish: Partial<NewPayout> = {}): NewPayout {
  return {
    clientId: randomUUID(),
    keyId: 'KEY00000001',
    requestId: 'request-1',
    idempotencyKey: randomUUID(),
    requestHash: newHash(),
    uid: randomUUID(),
    amount: 3n * PI,
    memo: 'Thanks',
    metadata: { orderId: '1' },
    windowMs: 600_000,
    caps: roomyCaps,
    isOpen: true,
    ...wish,
  }
}

export function newEnvelope(
  payoutId: string,
  source: string,
  wish: Partial<Envelope> = {},
): Envelope {
  return {
    hash: newHash(),
    payoutId,
    source,
    sequence: 101n,
    maxTime: 1_800_000_000,
    fee: 100_000n,
    xdr: 'AAAA',
    signedLedger: 7,
    status: 'live',
    evidence: null,
    ...wish,
  }
}

export function newTransaction(
  source: string,
  wish: Partial<WalletTransaction> = {},
): WalletTransaction {
  return {
    hash: newHash(),
    pagingToken: '1',
    source,
    sequence: 101n,
    successful: true,
    ledger: 8,
    closedAt: 1_799_999_999,
    memo: null,
    bumpTo: null,
    payment: { destination: RECIPIENT, amount: 3n * PI },
    failure: null,
    ...wish,
  }
}

export function newPayment(wish: Partial<Payment> = {}): Payment {
  return {
    identifier: newHash().slice(0, 28),
    user_uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
    amount: 3,
    memo: 'Thanks',
    metadata: { orderId: '1' },
    from_address: RECIPIENT,
    to_address: RECIPIENT,
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
    ...wish,
  }
}

/** What the audit writes for a payout that the database lost. */
export function recreationOf(
  { clientId, requestHash, uid, amount, memo, metadata }: NewPayout,
  id: string,
): Extract<Change, { type: 'recreate' }> {
  const none = { toAddress: null, fromAddress: null, network: null, lastPayment: null }
  const payout = {
    ...none,
    id,
    clientId,
    requestHash,
    uid,
    amount,
    memo,
    metadata,
    idempotencyKey: null,
    cancelRequested: false,
    piId: newHash().slice(0, 28),
    txid: newHash(),
    ledger: 8,
  }
  return { type: 'recreate', payout, evidence: { because: 'a test' } }
}
