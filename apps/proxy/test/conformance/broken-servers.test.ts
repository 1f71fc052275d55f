import { runConformance } from '@aloha-pi/conformance'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startBrokenServer } from '../../../../packages/conformance/test/broken/start-broken-server.ts'
import { alohaAnswerBugs } from './broken/aloha-answer-bugs.ts'
import { alohaStateBugs } from './broken/aloha-bugs.ts'
import { payoutBugs } from './broken/payout-bugs.ts'
import { startTargets } from './start-targets.ts'

const targets = await startTargets()
afterAll(() => targets.close())
const { options, proxyUrl, mockUrl } = targets
const plants = [...alohaStateBugs, ...payoutBugs, ...alohaAnswerBugs]

test('each planted bug has a name of its own', () => {
  expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length)
})

test.each(plants.map((plant) => [plant.name, plant.foundBy, plant] as const))(
  'that %s is found by %s',
  async (_, foundBy, plant) => {
    const { apiKey } = options
    const broken = await startBrokenServer(plant, { url: proxyUrl, apiKey, mockUrl })
    onTestFinished(() => broken.close())
    const run = (baseUrl: string) =>
      runConformance({ ...options, target: 'aloha', baseUrl, only: [foundBy], runs: 100 })

    expect((await run(proxyUrl)).counts).toMatchObject({ failed: 0, skipped: 0 })
    const { results } = await run(broken.url)

    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
    expect(failed).toContain(foundBy)
  },
)
