import { randomUUID } from 'node:crypto'
import type { Payout, PayoutState } from '../../src/payouts/model/payout.ts'
import type { Change, MoveFields } from '../../src/payouts/model/changes.ts'
import type { Lease } from '../../src/payouts/model/work.ts'
import type { PayoutStore, PickWish } from '../../src/payouts/store/payout-store.ts'
import { newHash, newPayout, newWallet, type newTransaction } from './new-payout.ts'

/** Anything that may be picked at all. */
export const wish: PickWish = { isOn: true, mayTakeAside: true, fee: 100_000n, waitsForMoney: true }

/** A payout that waits and stays on its course. */
export function restOf(
  { id, state }: Pick<Payout, 'id' | 'state'>,
  set: Partial<Extract<Change, { type: 'rest' }>> = {},
): Extract<Change, { type: 'rest' }> {
  const waits = { because: 'ledger', blockedBy: null, isAside: false, delayMs: 60_000 } as const
  return { type: 'rest', payoutId: id, from: state, set: {}, ...waits, ...set }
}

/** The first transaction in the books. */
export function bookOf(transaction: ReturnType<typeof newTransaction>): Change {
  return {
    type: 'book',
    transactions: [transaction],
    fromCursor: null,
    cursor: transaction.pagingToken,
    bookedSequence: transaction.sequence,
    tip: null,
  }
}

/** A wallet's lane, taken. */
export async function haveLane(store: PayoutStore, source = newWallet()) {
  await store.openLane(source, 0)
  const lease = await takeLane(store, source)
  if (lease == null) throw new Error('The lane is taken')
  return { source, lease }
}

export function takeLane(
  store: PayoutStore,
  source: string,
  { owner = `owner-${randomUUID()}`, leaseMs = 60_000, quarantineMs = 0 } = {},
): Promise<Lease | undefined> {
  return store.takeLane({ source, owner, leaseMs, quarantineMs })
}

/** Accepts a request and takes it to a state, without the steps between. */
export async function havePayout(
  store: PayoutStore,
  lease: Lease,
  state: PayoutState = 'received',
  {
    set = {},
    ...asked
  }: { set?: MoveFields } & Partial<Pick<Payout, 'clientId' | 'uid' | 'amount'>> = {},
): Promise<Payout> {
  const accepted = await store.accept(newPayout(asked))
  if (!('payout' in accepted)) throw new Error(`No payout: ${accepted.kind}`)
  return state === 'received' ? accepted.payout : moveTo(store, lease, accepted.payout, state, set)
}

/** A move that any store takes: what the state needs is set. */
export async function moveTo(
  store: PayoutStore,
  lease: Lease,
  payout: Payout,
  to: PayoutState,
  set: MoveFields = {},
): Promise<Payout> {
  const isPaid = ['paid', 'completed', 'paid_unconfirmed'].includes(to)
  const fields: MoveFields = { ...(isPaid && { txid: newHash(), ledger: 8 }), ...set }
  const applied = await store.apply(lease, [moveOf(payout, to, fields)], payout.id)
  if (applied.kind !== 'applied' || applied.work.payout == null)
    throw new Error('The move is stale')
  return applied.work.payout
}

export function moveOf(
  payout: Payout,
  to: PayoutState,
  set: MoveFields = {},
): Extract<Change, { type: 'move' }> {
  return {
    type: 'move',
    payoutId: payout.id,
    from: payout.state,
    to,
    set,
    evidence: { because: 'a test' },
  }
}
