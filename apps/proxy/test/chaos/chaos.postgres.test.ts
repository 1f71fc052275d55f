import { expect, test } from 'vitest'
import { countOf, expectSound, runChaos } from './run-chaos.ts'

const PAYOUTS = 300
const KILLS = 60
const line = `--payouts ${PAYOUTS} --instances 2 --kills ${KILLS} --stops 4 --restarts 3 --lease-ms 3000 --ledger-ms 100 --open 10 --faults 0.015 --concurrency per-user --seed 11`

// What it did is in `pnpm chaos ${line}`.
test('P22, I1 to I8: two proxies on Postgres, killed 60 times, pay 300 payouts once each', async ({
  skip,
}) => {
  const leg = await runChaos(line)
  if (leg == null) return skip('no Postgres runs here')

  expectSound(leg, PAYOUTS)
  expect(countOf(leg, /^SIGKILL/)).toBe(KILLS)
  expect(countOf(leg, /^SIGSTOP/)).toBe(4)
  expect(countOf(leg, /^Postgres (stopped|killed)/)).toBe(3)
  for (const link of ['client to proxy', 'proxy to Pi', 'proxy to Horizon', 'proxy to Postgres']) {
    expect(countOf(leg, new RegExp(`^${link}: `))).toBeGreaterThan(10)
  }
  expect(countOf(leg, /^mock: /)).toBeGreaterThan(0)
  expect(countOf(leg, /^stranger: transactions in ledgers/)).toBeGreaterThan(0)
  expect(leg.counts['envelopes judged at arrival']).toBeGreaterThan(PAYOUTS * 0.8)
}, 600_000)
