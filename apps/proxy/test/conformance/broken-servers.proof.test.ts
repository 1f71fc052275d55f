import { runConformance } from '@aloha-pi/conformance'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startBrokenServer } from '../../../../packages/conformance/test/broken/start-broken-server.ts'
import { alohaResponseBugs } from './broken/aloha-response-bugs.ts'
import { alohaStateBugs } from './broken/aloha-bugs.ts'
import { payoutBugs } from './broken/payout-bugs.ts'
import { startTargets } from './start-targets.ts'

const targets = await startTargets()
afterAll(() => targets.close())
const { options, proxyUrl, mockUrl } = targets
const plants = [...alohaStateBugs, ...payoutBugs, ...alohaResponseBugs]

const run = (baseUrl: string, only: string[]) =>
  runConformance({ ...options, target: 'aloha', baseUrl, only, runs: 100 })

test('each planted bug has its own name', () => {
  expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length)
})

test.each(plants.map((plant) => [plant.name, plant.foundBy, plant] as const))(
  'that %s is found by %s',
  async (_, foundBy, plant) => {
    const { apiKey } = options
    const broken = await startBrokenServer(plant, { url: proxyUrl, apiKey, mockUrl })
    onTestFinished(() => broken.close())
    const { results } = await run(broken.url, [foundBy])

    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
    expect(failed).toContain(foundBy)
  },
)

test('the same cases pass on the proxy itself', { timeout: 120_000 }, async () => {
  const only = [...new Set(plants.map(({ foundBy }) => foundBy))]
  const { results, counts } = await run(proxyUrl, only)
  // A name stands for its variants too.
  expect(results.length).toBeGreaterThanOrEqual(only.length)
  expect(counts).toMatchObject({ passed: results.length, failed: 0, skipped: 0 })
})
