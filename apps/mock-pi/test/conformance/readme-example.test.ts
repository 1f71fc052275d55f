import { startMockPi } from '@aloha-pi/mock-pi'
import { testConformance } from '@aloha-pi/conformance/vitest'
import { afterAll } from 'vitest'

const mock = await startMockPi() // or whatever you test
afterAll(() => mock.close())

testConformance({
  target: 'platform',
  only: ['payments.approve'], // all cases without it
  open: async () => ({ baseUrl: mock.url, apiKey: mock.apiKey, control: mock.url, write: true }),
})
