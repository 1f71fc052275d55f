import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { payout, walletTx } from '../src/payouts/store/payout-tables.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import { startWatchedProxy } from './start-watched-proxy.ts'

test('books, payouts and ledger are compared beside a running server and without one; what differs comes first', async () => {
  const { run, serve, env } = await startWatchedProxy()
  const proxy = await serve()
  for (const amount of [1, 2, 3]) {
    expect(await proxy.pay(amount, `order-${amount}`)).toMatchObject({ status: 200 })
  }
  const beside = await run('payouts reconcile --since 1h')
  expect(beside).toMatchObject({ code: 0, lines: { length: 5 } })
  expect(beside.lines[0]).toMatch(/^0 differences in 3 transactions since 2/)
  expect(beside.lines.at(-1)).toBe(
    'paid: ledger 6.0000000 Pi, books 6.0000000 Pi, payouts 6.0000000 Pi',
  )
  expect((await run('payouts reconcile --since 2099-01-01')).lines[0]).toMatch(
    /^0 differences in 0 transactions/,
  )
  await proxy.close()

  await changeAmounts(env['DATA_DIR'] ?? '')
  const differing = await run('payouts reconcile')
  expect(differing.code).toBe(1)
  expect(differing.lines[0]).toMatch(/^2 differences in 3/)
  expect(differing.lines[1]).toMatch(/DIFFERS: the books have another amount$/)
  expect(differing.lines[2]).toMatch(
    /ledger 2\.0000000 Pi {2}books 2\.0000000 Pi {2}payout \S+ completed 7\.0000000 Pi {2}DIFFERS: the payout has another amount$/,
  )
  expect(differing.lines[3]).not.toContain('DIFFERS')
}, 60_000)

/** Of one payout in the books, and of another one in its own row. */
async function changeAmounts(dataDir: string) {
  await using database = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
  const { db } = database
  await db.update(walletTx).set({ paidAmount: 5n }).where(eq(walletTx.paidAmount, 10_000_000n))
  await db.update(payout).set({ amount: 70_000_000n }).where(eq(payout.amount, 20_000_000n))
}

test('without a usable response of Horizon nothing is compared', async () => {
  const { run, mock } = await startWatchedProxy()
  await run('migrate')
  await mock.close()
  expect(await run('payouts reconcile')).toMatchObject({
    code: 1,
    printed: expect.stringMatching(/^Horizon .*\nNothing was compared\.\n$/s),
  })
  expect((await run('payouts reconcile --since soon')).code).toBe(2)
  expect((await run('payouts reconcile', { PI_WALLET_ADDRESS: '', PI_WALLET_SEED: '' })).code).toBe(
    2,
  )
})
