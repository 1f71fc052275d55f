import { describe, expect, test } from 'vitest'
import type { Payout, WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { Change } from '../../src/payouts/model/changes.ts'
import type { Lease } from '../../src/payouts/model/work.ts'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { haveLane, havePayout } from './have-lane.ts'
import { newEnvelope, newHash, newTransaction, newWallet, RECIPIENT } from './new-payout.ts'

/** The wallet's books (R4). */
export function describeBooks(open: OpenPayoutStore) {
  describe('books', () => {
    test('booking moves the cursor, once', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const change = bookOf([newTransaction(source)], { cursor: '55', bookedSequence: 101n })
      expect(await store.apply(lease, [change], null)).toMatchObject({
        kind: 'applied',
        work: {
          payout: null,
          lane: {
            cursor: '55',
            bookedSequence: 101n,
            tip: { sequence: 8, closedAt: 1_799_999_999 },
          },
        },
      })
      expect(await store.apply(lease, [change], null)).toEqual({ kind: 'stale' })
      const onlyCursor = { ...change, transactions: [], fromCursor: '55', cursor: '60', tip: null }
      expect(await store.apply(lease, [onlyCursor], null)).toMatchObject({
        work: { lane: { cursor: '60', tip: { sequence: 8 } } },
      })
    })

    test('a transaction is matched by its envelope, else by its memo, else it is foreign or unmatched', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const piId = newHash().slice(0, 28)
      const byHash = await havePayout(store, lease, 'signed')
      const byMemo = await havePayout(store, lease, 'created', { set: { piId } })
      const envelope = newEnvelope(byHash.id, source, { sequence: 101n })
      await store.apply(lease, [{ type: 'add_envelope', envelope }], null)
      const own = newTransaction(source, { hash: envelope.hash, memo: piId, successful: false })
      const paid = newTransaction(source, { sequence: 102n, memo: piId, payment: null })
      const failed = newTransaction(source, { sequence: 103n, memo: 'else', successful: false })
      const silent = newTransaction(source, { sequence: 104n })
      const unknown = newTransaction(source, { sequence: 105n, memo: 'else', bumpTo: 200n })
      const others = newTransaction(newWallet(), { sequence: 3n, memo: piId, bumpTo: 300n })
      const dropped = newTransaction(source, { sequence: 301n, memo: piId, successful: false })

      await book(store, lease, [own, paid, failed, silent, unknown, others, dropped])

      expect(await bookedOf(store, lease, byHash.id)).toEqual([
        { ...own, payoutId: byHash.id, foreign: false, isDenied: false },
      ])
      expect(await bookedOf(store, lease, byMemo.id)).toEqual([
        { ...paid, payoutId: byMemo.id, foreign: false, isDenied: false },
      ])
      expect((await store.loadLane(lease))?.unmatched).toEqual([
        { ...unknown, payoutId: null, foreign: false, isDenied: false },
      ])
    })

    test('what is booked stays as it is booked', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const transaction = newTransaction(source, { memo: 'else' })
      await book(store, lease, [transaction])
      await book(store, lease, [{ ...transaction, memo: null, successful: false }], '1')
      expect((await store.loadLane(lease))?.unmatched).toEqual([
        { ...transaction, payoutId: null, foreign: false, isDenied: false },
      ])
    })

    test('an unmatched transaction is identified once, as ours or as foreign', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'created')
      const ours = newTransaction(source, { memo: 'ours' })
      const theirs = newTransaction(source, { memo: 'theirs', sequence: 102n })
      await book(store, lease, [ours, theirs])
      const identify = (hash: string, payoutId: string | null): Change => ({
        type: 'identify',
        hash,
        payoutId,
      })

      const changes = [identify(ours.hash, payout.id), identify(theirs.hash, null)]
      expect(await store.apply(lease, changes, payout.id)).toMatchObject({
        work: { unmatched: [], booked: [{ hash: ours.hash }] },
      })
      for (const change of changes) {
        expect(await store.apply(lease, [change], null)).toEqual({ kind: 'stale' })
      }
    })

    test('at most 20 unmatched transactions are shown, the oldest', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const many = Array.from({ length: 25 }, (_, index) =>
        newTransaction(source, { sequence: 101n + BigInt(index), memo: `memo ${index}` }),
      )
      await book(store, lease, many.toReversed())
      const lane = await store.loadLane(lease)
      expect(lane?.unmatched.map(({ memo }) => memo)).toEqual(
        many.slice(0, 20).map(({ memo }) => memo),
      )
    })

    test.each([
      ['a transaction that has it', { sequence: 105n }],
      ['a transaction that bumped over it', { sequence: 104n, bumpTo: 110n }],
      ['a bump that another account signed', { source: newWallet(), sequence: 7n, bumpTo: 110n }],
    ])(
      'the transaction that took the sequence of a live envelope is shown: %s',
      async (_, wish) => {
        const { store } = await open()
        const { source, lease } = await haveLane(store)
        const payout = await havePayout(store, lease, 'signed')
        const envelope = newEnvelope(payout.id, source, { sequence: 105n })
        const before = newTransaction(source, { sequence: 103n, bumpTo: 104n })
        const consumer = newTransaction(source, wish)
        const after = newTransaction(source, { sequence: 111n, ledger: 9, bumpTo: 120n })
        const consumerIn = async (
          transactions: WalletTransaction[],
          books: { fromCursor: string | null; bookedSequence: bigint },
        ) => {
          await store.apply(lease, [bookOf(transactions, books)], null)
          const applied = await store.apply(lease, [], payout.id)
          return applied.kind === 'applied' ? applied.work.consumer?.hash : 'stale'
        }
        expect(
          await consumerIn([before], { fromCursor: null, bookedSequence: 104n }),
        ).toBeUndefined()

        await store.apply(lease, [{ type: 'add_envelope', envelope }], null)

        expect(await consumerIn([], { fromCursor: '1', bookedSequence: 104n })).toBeUndefined()
        const all = [consumer, after]
        expect(await consumerIn(all, { fromCursor: '1', bookedSequence: 120n })).toBe(consumer.hash)
      },
    )

    test('the audit finds payouts that their booked transactions contradict', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const [good, twice, other] = [newHash(), newHash(), newHash()]
      const payouts: Payout[] = []
      for (const txid of [good, twice, other]) {
        const piId = newHash().slice(0, 28)
        payouts.push(await havePayout(store, lease, 'completed', { set: { piId, txid } }))
      }
      const of = (index: number, hash: string, wish: Partial<WalletTransaction> = {}) =>
        newTransaction(source, { hash, memo: payouts[index]!.piId, ...wish })
      await book(store, lease, [
        of(0, good),
        of(0, newHash(), { successful: false, sequence: 102n }),
        of(1, twice, { sequence: 103n }),
        of(1, newHash(), { sequence: 104n }),
        of(2, newHash(), { sequence: 105n }),
      ])
      const { contradicted } = await store.inspect(lease, { olderThanMs: 300_000, fee: 100_000n })
      expect(contradicted.toSorted()).toEqual([payouts[1]!.id, payouts[2]!.id].toSorted())
    })

    test('the audit finds amounts that differ, and applied envelopes that the books lack', async () => {
      const { store } = await open()
      const { source, lease } = await haveLane(store)
      const paid = async () =>
        havePayout(store, lease, 'completed', { set: { piId: newHash().slice(0, 28) } })
      const [good, other, lacking, ahead] = [await paid(), await paid(), await paid(), await paid()]
      const applied = async ({ id }: Payout, sequence: bigint) => {
        const envelope = newEnvelope(id, source, { sequence })
        const { hash } = envelope
        const settle = { type: 'settle_envelope', hash, status: 'applied', evidence: {} } as const
        await store.apply(lease, [{ type: 'add_envelope', envelope }, settle], null)
        return hash
      }
      await book(store, lease, [
        newTransaction(source, { hash: await applied(good, 101n), sequence: 101n }),
        newTransaction(source, {
          hash: await applied(other, 102n),
          sequence: 102n,
          payment: { destination: RECIPIENT, amount: other.amount + 1n },
        }),
        newTransaction(source, { sequence: 104n }),
      ])
      await applied(lacking, 103n)
      // The books do not reach it yet.
      await applied(ahead, 9_999n)

      const { unequal } = await store.inspect(lease, { olderThanMs: 300_000, fee: 100_000n })
      expect(unequal.toSorted()).toEqual([other.id, lacking.id].toSorted())
    })
  })
}

function bookOf(
  transactions: WalletTransaction[],
  wish: Partial<Extract<Change, { type: 'book' }>> = {},
): Extract<Change, { type: 'book' }> {
  return {
    type: 'book',
    transactions,
    fromCursor: null,
    cursor: '1',
    bookedSequence: 110n,
    tip: { sequence: 8, closedAt: 1_799_999_999 },
    ...wish,
  }
}

async function book(
  store: PayoutStore,
  lease: Lease,
  transactions: WalletTransaction[],
  fromCursor: string | null = null,
) {
  const applied = await store.apply(lease, [bookOf(transactions, { fromCursor })], null)
  if (applied.kind !== 'applied') throw new Error('Nothing was booked')
}

async function bookedOf(store: PayoutStore, lease: Lease, payoutId: string) {
  const applied = await store.apply(lease, [], payoutId)
  return applied.kind === 'applied' ? applied.work.booked : undefined
}
