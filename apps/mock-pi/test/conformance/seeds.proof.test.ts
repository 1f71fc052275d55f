import { listCases, runConformance } from '@aloha-pi/conformance'
import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, expect, test } from 'vitest'

const mock = await startMockPi()
afterAll(() => mock.close())

/** What a seed makes up; every other case is the same with each seed. */
const only = listCases('platform')
  .filter(({ steps }) => steps.some((step) => 'forAll' in step))
  .map(({ id }) => id)

test.each([2, 3, 5, 8, 1_234_567_890])(
  'with seed %i the mock fails nothing',
  { timeout: 120_000 },
  async (seed) => {
    const report = await runConformance({
      target: 'platform',
      baseUrl: mock.url,
      apiKey: mock.apiKey,
      control: mock.url,
      write: true,
      only,
      seed,
      runs: 40,
    })

    const failed = report.results.filter(({ outcome }) => outcome === 'failed')
    expect(failed.map(({ id, problems }) => [id, problems])).toEqual([])
    expect(report.counts).toMatchObject({ passed: only.length, skipped: 0 })
  },
)

test.each(['wire', 'guide+wire'] as const)(
  'a mock that spells as %s conforms',
  async (spelling) => {
    const own = await startMockPi({ spelling })
    const { url: baseUrl, apiKey } = own
    const report = await runConformance({
      target: 'platform',
      baseUrl,
      apiKey,
      control: baseUrl,
      write: true,
      runs: 5,
    })
    await own.close()
    expect(report.counts).toMatchObject({ failed: 0, skipped: 0 })
  },
)

test('a run that only reads finds a payment by itself, and changes nothing', async () => {
  const world = async () =>
    JSON.stringify([
      await (await fetch(`${mock.url}/_mock/payments?limit=200`)).json(),
      await (await fetch(`${mock.url}/_mock/users`)).json(),
    ])
  const before = await world()
  const { url: baseUrl, apiKey } = mock
  const report = await runConformance({ target: 'platform', baseUrl, apiKey, control: baseUrl })
  expect(report.counts).toMatchObject({ failed: 0 })
  expect(report.counts.passed).toBeGreaterThan(18)
  expect(await world()).toBe(before)
})
