import { runConformance } from '@aloha-pi/conformance'
import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'

test('a transfer that is refused under 200 is not taken for paid', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  mock.world.settings.refused_submission_status = 200
  const result = { code: 'tx_bad_auth' } as const
  const receive = () => ({ kind: 'refused', result, resultXdr: 'AAAA' }) as const
  Object.assign(mock.world, { ledger: { ...mock.world.ledger, receive } })

  const { results } = await runConformance({
    target: 'platform',
    baseUrl: mock.url,
    apiKey: mock.apiKey,
    control: mock.url,
    write: true,
    only: ['payments.complete/app-to-user-fields'],
  })

  expect(results.length).toBeGreaterThan(0)
  expect(JSON.stringify(results)).toContain('the blockchain returned 200 without the transaction')
})
