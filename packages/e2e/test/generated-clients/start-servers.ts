import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMockPi } from '@aloha-pi/mock-pi'
import { DEVELOPMENT_KEY, startProxy } from '@aloha-pi/proxy'
import type { Servers } from './programs/servers.ts'

/** A mock and a proxy in front of it. */
export async function startServers(): Promise<{ servers: Servers; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'generated-clients-'))
  const mock = await startMockPi({ seed: 'generated-clients' })
  const { url, apiKey, wallet } = mock
  const proxy = await startProxy(
    {
      PI_API_URL: url,
      PI_API_KEY: apiKey,
      PI_HORIZON_URL: url,
      PI_WALLET_ADDRESS: wallet.address,
      PI_WALLET_SEED: wallet.seed,
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: 'off',
    },
    { log: () => {} },
  )
  const signedIn = await fetch(`${url}/_mock/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'alice' }),
  })
  const { access_token: accessToken } = (await signedIn.json()) as { access_token: string }
  return {
    servers: { mock: url, proxy: proxy.url, apiKey, accessToken, proxyKey: DEVELOPMENT_KEY },
    async close() {
      await proxy.close()
      await mock.close()
      await rm(folder, { recursive: true })
    },
  }
}
