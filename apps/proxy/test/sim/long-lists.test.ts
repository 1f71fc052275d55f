import { expect, test } from 'vitest'
import { makeTransaction } from '../../testkit/make-work.ts'
import { createSimDatabase } from '../../sim/model/sim-database.ts'
import { simSettings } from '../../sim/kernel/settings.ts'
import { openSimStore } from '../../sim/model/async-store.ts'
import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import { noneUnreadable } from '../../src/payouts/protocol/unreadable-payments.ts'
import { createRunner, type RunnerPorts } from '../../src/payouts/worker/runner.ts'
import { newPayout } from '../payouts/new-payout.ts'

const PAGE = 50
const LEDGERS = 1_000
const foreign: WalletTransaction[] = Array.from({ length: LEDGERS * PAGE }, (_, i) =>
  makeTransaction({
    hash: i.toString(16).padStart(64, '0'),
    source: `G${'S'.repeat(55)}`,
    sequence: BigInt(i),
    ledger: 1 + Math.floor(i / PAGE),
    pagingToken: String(i).padStart(9, '0'),
    memo: null,
  }),
)

/** A wallet into which many have paid and which has paid no one. */
const chain = {
  account: async () => ({
    kind: 'ok' as const,
    value: {
      sequence: 77n << 32n,
      balance: 10n ** 12n,
      available: 10n ** 12n,
      ledger: null,
      modifiedLedger: LEDGERS - 1,
    },
  }),
  walletTransactions: async (_address: string, cursor: string | null) => {
    const from = cursor == null ? 0 : Number(cursor) + 1
    const transactions = foreign.slice(from, from + PAGE)
    return { kind: 'ok' as const, value: { transactions, isFull: transactions.length === PAGE } }
  },
}

test('the first payout of a wallet with 50,000 payments of others begins', async () => {
  const database = createSimDatabase(Date.now)
  const store = openSimStore(database)
  const stop = new AbortController()
  const faults: unknown[] = []
  const created = Promise.withResolvers<void>()
  const ports = {
    store,
    chain,
    pi: {
      incomplete: async () => ({
        kind: 'ok' as const,
        value: { payments: [], unreadable: noneUnreadable },
      }),
      create: () => {
        created.resolve()
        return new Promise(() => {})
      },
    },
    clock: { now: Date.now, sleep: () => new Promise((resolve) => setTimeout(resolve, 1)) },
    alarms: { raise: () => {} },
    onFault: (error: unknown) => {
      faults.push(error)
      created.resolve()
    },
  }
  await store.accept(newPayout())

  // The runner asks nothing else of chain and Pi here.
  const runner = createRunner(ports as unknown as RunnerPorts, simSettings, { owner: 'p1' })
  void runner.run(stop.signal)
  await created.promise
  stop.abort()

  expect(faults).toEqual([])
  const [lane] = database.tables().lanes.values()
  // What others sent while the wallet is known to have sent nothing is never read again.
  expect(lane).toMatchObject({ cursor: foreign[(LEDGERS - 1) * PAGE - 1]?.pagingToken })
})
