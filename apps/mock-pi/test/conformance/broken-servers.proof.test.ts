import { runConformance } from '@aloha-pi/conformance'
import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { Plant } from '../../../../packages/conformance/test/broken/plant.ts'
import { startBrokenServer } from '../../../../packages/conformance/test/broken/start-broken-server.ts'
import { appPaymentBugs } from './broken/app-payment-bugs.ts'
import { inputBugs } from './broken/input-bugs.ts'
import { ownerBugs } from './broken/owner-bugs.ts'
import { stateBugs } from './broken/state-bugs.ts'
import { timeBugs } from './broken/time-bugs.ts'
import { valueBugs } from './broken/value-bugs.ts'

const plants: readonly Plant[] = [
  ...stateBugs,
  ...timeBugs,
  ...ownerBugs,
  ...valueBugs,
  ...inputBugs,
  ...appPaymentBugs,
]

const mock = await startMockPi()
afterAll(() => mock.close())

const findBy = (baseUrl: string, only: readonly string[]) =>
  runConformance({
    target: 'platform',
    baseUrl,
    apiKey: mock.apiKey,
    control: mock.url,
    write: true,
    only,
    runs: 100,
  })

test('there are enough planted bugs, most of them stateful and valid by schema', () => {
  expect(plants.length).toBeGreaterThanOrEqual(30)
  expect(plants.filter(({ kind }) => kind === 'stateful').length).toBeGreaterThanOrEqual(15)
  expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length)
})

test.each(plants.map((plant) => [plant.name, plant.foundBy, plant] as const))(
  'that %s is found by %s',
  async (_, foundBy, plant) => {
    const broken = await startBrokenServer(plant, {
      url: mock.url,
      apiKey: mock.apiKey,
      mockUrl: mock.url,
    })
    onTestFinished(() => broken.close())

    const { results } = await findBy(broken.url, [foundBy])

    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
    expect(failed).toContain(foundBy)
  },
)

// Last, so that it also shows that no bug before it left the mock in a state that fails by itself.
test('none of the cases that find them fails without a bug', async () => {
  const finders = [...new Set(plants.map(({ foundBy }) => foundBy))]
  const { counts, results } = await findBy(mock.url, finders)
  expect(counts).toMatchObject({ failed: 0, skipped: 0 })
  expect(results.map(({ id }) => id)).toEqual(expect.arrayContaining(finders))
}, 120_000)
