import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Payment } from '@aloha-pi/contracts/wire'
import { startMockPi } from '@aloha-pi/mock-pi'
import { DEVELOPMENT_KEY, startProxy } from '@aloha-pi/proxy'
import { sharedChromium } from '@aloha-pi/test-browser'
import { startShop } from '../src/start-shop.ts'

type ControlPayment = {
  username: string
  payment: Payment
  timeline: { event: string }[]
}

export type Demo = Awaited<ReturnType<typeof startDemo>>

/** A mock, a proxy and the shop, connected as `pnpm start` connects them. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), 'demo-shop-'))
  const mock = await startMockPi({ settings: { ledger_close: 50 } })
  const proxy = await startProxy(
    {
      PI_API_URL: mock.url,
      PI_API_KEY: mock.apiKey,
      PI_WALLET_ADDRESS: mock.wallet.address,
      PI_WALLET_SEED: mock.wallet.seed,
      PAYOUT_LEDGER_MS: '50',
      DATA_DIR: join(folder, 'proxy'),
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: 'off',
    },
    { log: () => undefined },
  )
  const shop = await startShop(0, {
    sdkUrl: `${mock.url}/pi-sdk.js`,
    piUrl: mock.url,
    piKey: mock.apiKey,
    appId: mock.appId,
    alohaUrl: proxy.url,
    alohaKey: DEVELOPMENT_KEY,
    dataFile: ':memory:',
  })
  async function control(path: string, body?: object, method = body == null ? 'GET' : 'POST') {
    const response = await fetch(`${mock.url}/_mock${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body != null && { body: JSON.stringify(body) }),
    })
    const result = await response.json()
    if (!response.ok) throw new Error(JSON.stringify(result))
    return result
  }
  let users = 0
  return {
    shop,
    mock,
    control,
    /** A user that no other test has. */
    async newUser(): Promise<string> {
      const username = `user${(users += 1)}`
      await control('/users', { username })
      return username
    },
    /** The payments of the user, newest first. */
    async paymentsOf(username: string): Promise<ControlPayment[]> {
      const { payments }: { payments: ControlPayment[] } = await control('/payments?limit=200')
      return payments.filter((each) => each.username === username)
    },
    async close() {
      await shop.close()
      await proxy.close()
      await mock.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The demo, and a Chromium to open it in, for a whole file of tests. */
export async function startDemoInBrowser() {
  const [chromium, demo] = await Promise.all([sharedChromium(), startDemo()])
  return {
    chromium,
    demo,
    async close() {
      await demo.close()
    },
  }
}
