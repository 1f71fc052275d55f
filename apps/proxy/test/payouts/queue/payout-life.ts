import { randomUUID } from 'node:crypto'
import type { Payout } from '../../../src/payouts/model/payout.ts'
import type { Change } from '../../../src/payouts/model/changes.ts'
import type { PickWish } from '../../../src/payouts/store/payout-store.ts'
import { moveOf, restOf } from '../have-lane.ts'
import {
  newEnvelope,
  newHash,
  newPayment,
  newPayout,
  newTransaction,
  RECIPIENT,
} from '../new-payout.ts'
import type { Bed } from './bed.ts'
import { AMOUNT } from './fill-queue.ts'

const FEE = 100_000n
const wish: PickWish = { isOn: true, mayTakeAside: false, fee: FEE, waitsForMoney: true }
const noCaps = {
  perPayout: 10n ** 15n,
  perClientDay: 10n ** 17n,
  globalDay: 10n ** 17n,
  openPerClient: 10 ** 9,
}

export type LifeOptions = {
  /** The wallet is given money for each payout, and has none afterwards. */
  isPoor: boolean
  /** One that stands aside is tried beside each payout. */
  hasAside: boolean
}

/**
 * A request is accepted, and the payout whose turn it is goes the way of the runner, which waits once; then the audit
 * looks. As many payouts wait afterwards as before.
 */
export async function livePayout(bed: Bed, { isPoor, hasAside }: LifeOptions): Promise<void> {
  const { store, clientId, wallet } = bed
  const { source } = bed.lease
  const caps = noCaps
  await store.accept(newPayout({ clientId, amount: AMOUNT, uid: randomUUID(), caps }))
  if (isPoor) await see(bed, AMOUNT + FEE)
  if (hasAside) await tryAside(bed)
  let payout = await pick(bed, wish)
  payout = await apply(bed, payout, [moveOf(payout, 'creating')])
  const piId = newHash().slice(0, 28)
  const lastPayment = newPayment({ identifier: piId, from_address: source })
  const shown = { piId, lastPayment, toAddress: RECIPIENT, fromAddress: source }
  payout = await apply(bed, payout, [moveOf(payout, 'created', shown)])
  wallet.sequence += 1n
  const { sequence } = wallet
  const envelope = newEnvelope(payout.id, source, { sequence })
  const { hash } = envelope
  payout = await apply(bed, payout, [{ type: 'add_envelope', envelope }, moveOf(payout, 'signed')])
  // Horizon keeps its response back: the runner looks around meanwhile.
  payout = await apply(bed, payout, [restOf(payout, { delayMs: 0 })])
  payout = await pick(bed, wish)
  const settle = { type: 'settle_envelope', hash, status: 'applied', evidence: {} } as const
  const paid = moveOf(payout, 'paid', { txid: hash, ledger: 8 })
  payout = await apply(bed, payout, [settle, paid])
  payout = await apply(bed, payout, [moveOf(payout, 'completed', { lastPayment })])
  const transaction = newTransaction(source, { hash, sequence, memo: piId, pagingToken: hash })
  await apply(bed, payout, [bookOf(bed, transaction)])
  if (isPoor) await runOutOfMoney(bed)
  await store.loadLane(bed.lease)
  await store.inspect(bed.lease, { olderThanMs: 300_000, fee: FEE })
}

/** A page of ten of a client's open payouts: each size has as many. */
export async function readPage({ store, clientId }: Bed): Promise<void> {
  await store.listOpen(clientId, { limit: 10, after: null })
}

async function see({ store, lease }: Bed, available: bigint) {
  await store.apply(lease, [{ type: 'see_balance', available, fee: FEE }], null)
}

/** What was let go for the money that came is taken aside again. */
async function runOutOfMoney(bed: Bed) {
  await see(bed, 0n)
  for (let tries = 0; tries < MAX_PICKS; tries += 1) {
    const picked = await bed.store.pick(bed.lease, wish)
    if (picked.kind !== 'idle') throw new Error('Picked without money')
    if (picked.waitMs !== 0) return
  }
  throw new Error('What waits for money is never taken aside')
}

async function tryAside(bed: Bed) {
  const payout = await pick(bed, { ...wish, mayTakeAside: true })
  if (!payout.isAside) throw new Error('Nothing stood aside')
  await apply(bed, payout, [restOf(payout, { because: 'refusal', isAside: true, delayMs: 0 })])
}

async function pick({ store, lease }: Bed, how: PickWish): Promise<Payout> {
  for (let tries = 0; tries < MAX_PICKS; tries += 1) {
    const picked = await store.pick(lease, how)
    if (picked.kind === 'work' && picked.work.payout != null) return picked.work.payout
    if (picked.kind !== 'idle' || picked.waitMs !== 0) break
  }
  throw new Error('Nothing was picked')
}
/** One pick may only have taken aside what cannot begin. */
const MAX_PICKS = 1_000

async function apply(
  { store, lease }: Bed,
  { id }: Payout,
  changes: readonly Change[],
): Promise<Payout> {
  const applied = await store.apply(lease, changes, id)
  if (applied.kind !== 'applied' || applied.work.payout == null) throw new Error(applied.kind)
  return applied.work.payout
}

function bookOf({ wallet }: Bed, transaction: ReturnType<typeof newTransaction>): Change {
  const { pagingToken: cursor, sequence: bookedSequence } = transaction
  const fromCursor = wallet.cursor
  wallet.cursor = cursor
  const transactions = [transaction]
  return { type: 'book', transactions, fromCursor, cursor, bookedSequence, tip: null }
}
