import { describe, expect, test } from 'vitest'
import { countOf, expectSound, runChaos } from './run-chaos.ts'

// Both mostly wait.
describe.concurrent('small legs', { timeout: 300_000 }, () => {
  const PAYOUTS = 60
  const KILLS = 20

  test('P22, I1 to I8: one proxy on PGlite, killed 20 times, pays every payout once and loses none', async () => {
    const leg = await runChaos(
      `--pglite --payouts ${PAYOUTS} --kills ${KILLS} --lease-ms 1000 --ledger-ms 100 --faults 0.01 --concurrency off --seed 12`,
    )
    if (leg == null) throw new Error('PGlite runs everywhere')

    expectSound(leg, PAYOUTS)
    expect(countOf(leg, /^SIGKILL/)).toBe(KILLS)
    expect(countOf(leg, /^second opener of PGlite refused/)).toBeGreaterThan(0)
  })

  test('I1, I2: a proxy that takes a failed submit for a proof pays twice, and the ledger shows it', async ({
    skip,
  }) => {
    const leg = await runChaos(
      '--mutant rebuild-on-any-error --payouts 24 --instances 1 --kills 0 --stops 0 --restarts 0 --faults 0.1 --open 8 --concurrency per-user --seed 5',
    )
    if (leg == null) return skip('no Postgres runs here')

    const found = new Set(leg.violations.map(({ invariant }) => invariant))
    expect([...found]).toEqual(expect.arrayContaining(['I1', 'I2']))
    expect(leg.violations.some(({ detail }) => /is paid [23] times/.test(detail))).toBe(true)
  })
})
