import { startMockPi } from '@aloha-pi/mock-pi'
import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { startTestProxy } from '../start-test-proxy.ts'

/** A proxy that pays users, in front of a mock with a fast ledger, and keys of two clients. */
export async function startTargets() {
  const mock = await startMockPi()
  const scopes = [...alohaScopes]
  await fetch(`${mock.url}/_mock/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ledger_close: 50 }),
  })
  const env = {
    PI_API_KEY: mock.apiKey,
    PI_WALLET_ADDRESS: mock.wallet.address,
    PI_WALLET_SEED: mock.wallet.seed,
    PAYOUT_LEDGER_MS: '50',
    UPSTREAM_TIMEOUT_MS: '5000',
  }
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
