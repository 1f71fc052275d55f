import { testConformance } from '@aloha-pi/conformance/vitest'
import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll } from 'vitest'

const mock = await startMockPi()
afterAll(() => mock.close())

testConformance({
  target: 'platform',
  open: async () => ({
    baseUrl: mock.url,
    apiKey: mock.apiKey,
    control: mock.url,
    write: true,
  }),
})
