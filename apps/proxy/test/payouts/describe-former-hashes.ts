import { expect, test } from 'vitest'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { newHash, newPayout } from './new-payout.ts'

/** Requests of releases that distinguished the letter cases of a uid. */
export function describeFormerHashes(open: OpenPayoutStore) {
  test('a request that an earlier release kept under another hash is joined, with and without a key', async () => {
    const { store } = await open()
    for (const idempotencyKey of ['order-1', null]) {
      const before = newPayout({ idempotencyKey })
      const first = await store.accept(before)
      if (!('payout' in first)) throw new Error(first.kind)
      const formerHash = before.requestHash
      const now = { ...before, requestHash: newHash() }

      expect(await store.accept({ ...now, formerHash })).toEqual({
        kind: 'joined',
        payout: first.payout,
      })
      expect(await store.accept({ ...now, formerHash: newHash() })).toMatchObject({
        kind: idempotencyKey == null ? 'inserted' : 'key_reused',
      })
    }
  })
}
