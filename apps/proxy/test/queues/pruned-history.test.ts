import { expect, test } from 'vitest'
import type { ChainResult, TransactionPage } from '../../src/payouts/model/ports.ts'
import { createPiChain } from '../../src/upstream/fetch-pi-chain.ts'
import { HOUR, MINUTE, maxPerHour, openSmallWorld, SECOND, unknown } from './small-world.ts'

const SENT = 8
const KEPT = 3

/** A database that is new to a wallet which has sent transactions, on a Horizon that dropped the first of them. */
async function havePruned(shown: 'a gap' | 'nothing' | 'an error') {
  const isDown = unknown('unreachable')
  const world = openSmallWorld({
    intercept: { instead: ({ name }) => (name.startsWith('chain.') ? isDown : undefined) },
  })
  for (let sent = 1; sent <= SENT; sent += 1) {
    world.chain.useWallet('payment', null)
    await world.until(() => world.chain.history().length === sent, MINUTE)
  }
  const kept = world.chain.history().slice(-KEPT)
  const isFromStart = (args: readonly unknown[]) => args[1] == null
  world.intercept({
    instead: ({ name, args }) =>
      shown === 'an error' && name === 'chain.walletTransactions' && isFromStart(args)
        ? unknown('unusable')
        : undefined,
    response({ name, args }, real) {
      if (name !== 'chain.walletTransactions' || !isFromStart(args)) return undefined
      const page = real as ChainResult<TransactionPage>
      const transactions = shown === 'a gap' ? kept : []
      return page.kind === 'ok' ? { kind: 'ok', value: { transactions, isFull: false } } : page
    },
  })
  const from = world.now()
  const payouts = world.ask(10)
  await world.run(HOUR)
  const [first] = kept
  if (first == null) throw new Error('Nothing was kept')
  return { world, payouts, from, first }
}

test.each([
  ['a gap', 'books_gap'],
  ['nothing', 'books_gap'],
  ['an error', 'upstream_down'],
] as const)(
  'a history that begins with %s: %s, and `lane start-at` is the way on',
  async (...row) => {
    const [shown, code] = row
    const { world, payouts, from, first } = await havePruned(shown)
    expect(world.alarmedAfter(from, code)).toBeLessThan(3 * MINUTE)
    expect(world.chain.history()).toHaveLength(SENT)
    const { creating = 0, created = 0, received = 0 } = world.states(payouts)
    expect(creating + created + received).toBe(10)
    expect(maxPerHour(world.alarms.filter(({ at }) => at >= from))).toBe(1)

    const start = { cursor: first.pagingToken, bookedSequence: first.sequence }
    expect(
      world.store.startLaneAt(world.settings.wallet, { ...start, quarantineMs: 240 * SECOND }),
    ).toBe(true)
    await world.until(() => world.isDone(payouts), 5 * MINUTE)
    expect(world.wrong()).toEqual([])
  },
)

test('while the history has a gap no payment is opened at Pi only to wait', async () => {
  const { world } = await havePruned('a gap')
  expect(world.pi.records().size).toBe(0)
})

test('Horizon’s 410 about a cursor that it no longer has is recognised', async () => {
  const gone = {
    type: 'https://stellar.org/horizon-errors/before_history',
    title: 'Data Requested Is Before Recorded History',
    status: 410,
  }
  const chain = createPiChain({
    horizonUrl: 'http://127.0.0.1:1',
    wallet: `G${'A'.repeat(55)}`,
    fetch: async () =>
      Response.json(gone, { status: 410, headers: { 'content-type': 'application/problem+json' } }),
    timeoutMs: SECOND,
    clock: Date.now,
    observe: () => {},
  })
  const page = await chain.walletTransactions(`G${'A'.repeat(55)}`, '1')
  expect(page).not.toMatchObject({ kind: 'unknown', cause: 'unusable' })
})
