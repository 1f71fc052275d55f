import { expect, test } from 'vitest'
import { countOf, expectSound, runChaos } from './run-chaos.ts'

test('P22, I1 to I8: two proxies on Postgres, killed 4 times, pay 20 payouts once each', async ({
  skip,
}) => {
  const leg = await runChaos(
    '--payouts 20 --instances 2 --kills 4 --stops 1 --restarts 1 --lease-ms 1500 --ledger-ms 100 --open 8 --faults 0.015 --concurrency per-user --seed 21',
  )
  if (leg == null) return skip('no Postgres runs here')

  expectSound(leg, 20, 0.7)
  expect(countOf(leg, /^SIGKILL/)).toBe(4)
})
