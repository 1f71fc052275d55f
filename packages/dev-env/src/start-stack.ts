import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChildServer, type ChildServer } from './child-server.ts'
import { requireFreePort } from './require-free-port.ts'
import { takeDataDir } from './take-data-dir.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What the mock tells when it is ready. */
export type MockReady = {
  url: string
  apiKey: string
  appId: string
  network: string
  wallet: { address: string; seed: string }
  users: { username: string; uid: string }[]
  spelling: string
  worldId: string
}

/** What the proxy tells when it is ready. */
export type ProxyReady = {
  url: string
  metricsUrl: string | null
  database: string
  developmentKey: string
}

export type StackOptions = {
  /** 0 takes a free port. */
  mockPort: number
  proxyPort: number
  metricsPort: number
  /** Emptied first: a fresh world and a fresh database belong together. Relative to the project's root. */
  dataDir: string
}

export type Stack = {
  mock: MockReady
  proxy: ProxyReady
  logs: { mock: string; proxy: string }
  /** Settles with the name of the first server that ends by itself. */
  ended: Promise<'mock' | 'proxy'>
  stop(): Promise<void>
}

/** Starts the mock and, wired to it, the proxy. Throws with their own words when one does not start. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await requireFreePort(options.mockPort, '--mock-port')
  await requireFreePort(options.proxyPort, '--proxy-port')
  await requireFreePort(options.metricsPort, '--metrics-port')
  const dataDir = path.resolve(root, options.dataDir)
  for (const note of await takeDataDir(dataDir)) process.stderr.write(`${note}.\n`)
  const logs = { mock: path.join(dataDir, 'mock.log'), proxy: path.join(dataDir, 'proxy.log') }
  const mock = await startChildServer({
    name: 'mock Pi',
    script: path.join(root, 'apps/mock-pi/src/main.ts'),
    args: ['--port', String(options.mockPort), '--json'],
    env: {},
    logFile: logs.mock,
    parseReady: (line) => JSON.parse(line) as MockReady,
  })
  try {
    const proxy = await startProxy(mock, options, dataDir, logs.proxy)
    return {
      mock: mock.ready,
      proxy: proxy.ready,
      logs,
      ended: Promise.race([
        mock.ended.then(() => 'mock' as const),
        proxy.ended.then(() => 'proxy' as const),
      ]),
      // The proxy first: it may still be asking the mock.
      async stop() {
        await proxy.stop()
        await mock.stop()
      },
    }
  } catch (error) {
    await mock.stop()
    throw error
  }
}

function startProxy(
  mock: ChildServer<MockReady>,
  options: StackOptions,
  dataDir: string,
  logFile: string,
): Promise<ChildServer<ProxyReady>> {
  return startChildServer({
    name: 'proxy',
    script: path.join(root, 'apps/proxy/src/main.ts'),
    args: ['serve'],
    env: {
      PI_API_URL: mock.ready.url,
      PI_API_KEY: mock.ready.apiKey,
      PI_HORIZON_URL: mock.ready.url,
      PI_NETWORK: mock.ready.network,
      PI_WALLET_ADDRESS: mock.ready.wallet.address,
      PI_WALLET_SEED: mock.ready.wallet.seed,
      // As often as the mock closes ledgers; Pi takes five times as long.
      PAYOUT_LEDGER_MS: '1000',
      DATA_DIR: path.join(dataDir, 'proxy'),
      PORT: String(options.proxyPort),
      METRICS_PORT: String(options.metricsPort),
      PROXY_READY: 'json',
    },
    logFile,
    parseReady: (line) => JSON.parse(line) as ProxyReady,
  })
}
