import { afterAll, expect, test, vi } from 'vitest'
import { runFuzz } from '../src/run-fuzz.ts'
import { startTargets } from '../src/start-targets.ts'

/** `FUZZ_REQUESTS=20000 FUZZ_SEED=7 pnpm test packages/openapi-fuzz` */
const { FUZZ_REQUESTS, FUZZ_SEED = '1', PROOF } = process.env
const requests = Number(FUZZ_REQUESTS ?? (PROOF === 'all' ? 2_000 : 200))
const seed = Number(FUZZ_SEED)

const servers = await startTargets()
afterAll(() => servers.close())

test(
  `${requests} requests (seed ${seed}): every response is one that the documents declare`,
  { timeout: 30_000 + requests * 50 },
  async () => {
    // express prints unhandled errors here.
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    const { findings, statuses } = await runFuzz({ seed, requests, targets: servers.targets })
    const lines = printed.mock.calls
    printed.mockRestore()

    expect(findings).toEqual([])
    expect([...servers.badLines(), ...lines]).toEqual([])
    // A run of nothing but refusals would find nothing.
    const served = [...statuses.keys()].filter((key) => / 2\d\d$/.test(key))
    expect(served.length).toBeGreaterThan(35)
  },
)
