import { expect, test } from 'vitest'
import { countOf, expectSound, runLine } from './run-chaos.ts'

test('P22, I1 to I7: two proxies on Postgres, killed 4 times, pay 20 payouts once each', async ({
  skip,
}) => {
  const run = await runLine(
    '--payouts 20 --instances 2 --kills 4 --stops 1 --restarts 1 --lease-ms 1500 --ledger-ms 100 --open 8 --faults 0.015 --concurrency per-user --seed 21',
  )
  if (run == null) return skip('no Postgres runs here')

  expectSound(run, 20, 0.7)
  expect(countOf(run, /^SIGKILL/)).toBe(4)
})
