import { expect, test } from 'vitest'
import { countOf, expectSound, runChaos } from './run-chaos.ts'

const PAYOUTS = 60
const KILLS = 20
const line = `--pglite --payouts ${PAYOUTS} --kills ${KILLS} --lease-ms 1000 --ledger-ms 100 --faults 0.01 --concurrency off --seed 12`

test('P22, I1 to I8: one proxy on PGlite, killed 20 times, pays every payout once and loses none', async () => {
  const leg = await runChaos(line)
  if (leg == null) throw new Error('PGlite runs everywhere')

  expectSound(leg, PAYOUTS)
  expect(countOf(leg, /^SIGKILL/)).toBe(KILLS)
  expect(countOf(leg, /^second opener of PGlite refused/)).toBeGreaterThan(0)
}, 300_000)
