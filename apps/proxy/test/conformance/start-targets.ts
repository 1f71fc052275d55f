import { startMockPi } from '@aloha-pi/mock-pi'
import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { startTestProxy } from '../start-test-proxy.ts'

/** A proxy in front of a mock, and keys of two clients. */
export async function startTargets() {
  const mock = await startMockPi()
  const scopes = [...alohaScopes]
  const env = { PI_API_KEY: mock.apiKey, UPSTREAM_TIMEOUT_MS: '5000' }
  const proxy = await startTestProxy(mock.url, env, [{ scopes }, { scopes }])
  const [own, other] = proxy.keys
  return {
    mockUrl: mock.url,
    proxyUrl: proxy.url,
    options: {
      baseUrl: proxy.url,
      apiKey: own!.secret,
      otherApiKey: other!.secret,
      control: mock.url,
      write: true,
    },
    async close() {
      await proxy.close()
      await mock.close()
    },
  }
}
