import { rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChildServer, type ChildServer } from './child-server.ts'
import { requireFreePort } from './require-free-port.ts'
import { resetMock } from './reset-mock.ts'
import { packageManager, root } from './root.ts'
import { serveShop, type ServedShop } from './serve-shop.ts'
import { takeDataDir } from './take-data-dir.ts'

export const DEFAULT_PROXY_PORT = 3142
/** What Node keeps of the sources that it compiled: a third of the next start. */
const compileCache = { NODE_COMPILE_CACHE: path.join(root, '.data/compiled') }

/** What the mock reports when it is ready. */
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

/** What the proxy reports when it is ready. */
export type ProxyReady = {
  url: string
  metricsUrl: string | null
  database: string
  developmentKey: string
}

export type StackOptions = {
  /** 0 takes a free port. */
  shopPort: number
  mockPort: number
  proxyPort: number
  metricsPort: number
  /** Emptied first: a fresh world and a fresh database belong together. Relative to the project's root. */
  dataDir: string
  /** Whether the folder is one that it chose itself, so that `--reset` may delete the database in it. */
  mayReset: boolean
}

export type Stack = {
  shop: ServedShop
  mock: MockReady
  proxy: ProxyReady
  logs: { mock: string; proxy: string }
  /** Undefined where the folder may not be emptied while it runs. */
  resetCommand: string | undefined
  /** Settles with the name of the first server that ends by itself. */
  ended: Promise<'mock' | 'proxy'>
  stop(): Promise<void>
  /** A new world of the mock, an empty database of the proxy, and a shop without orders, at the same addresses. */
  reset(): Promise<void>
  /** Deletes what the last start left, which need not delay this one. */
  removeOld(): Promise<void>
}

/** Starts the mock and, wired to it, the proxy. Throws with their own words when one does not start. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await requireFreePort(options.shopPort, '--shop-port')
  await requireFreePort(options.mockPort, '--mock-port')
  await requireFreePort(options.proxyPort, '--proxy-port')
  await requireFreePort(options.metricsPort, '--metrics-port')
  const dataDir = path.resolve(root, options.dataDir)
  const taken = await takeDataDir(dataDir)
  for (const note of taken.notes) process.stderr.write(`${note}.\n`)
  const logs = { mock: path.join(dataDir, 'mock.log'), proxy: path.join(dataDir, 'proxy.log') }
  const mockStarting = startChildServer({
    name: 'mock Pi',
    script: path.join(root, 'apps/mock-pi/src/main.ts'),
    args: ['--port', String(options.mockPort), '--json'],
    env: compileCache,
    logFile: logs.mock,
    parseReady: (line) => JSON.parse(line) as MockReady,
  })
  const proxyStarting = startProxy({ mockStarting, options, dataDir, logFile: logs.proxy })
  const [mock, firstProxy] = await bothOrNone(mockStarting, proxyStarting)
  const ended = Promise.withResolvers<'mock' | 'proxy'>()
  const shop = await serveShop(options.shopPort, {
    sdkUrl: `${mock.ready.url}/pi-sdk.js`,
    piUrl: mock.ready.url,
    piKey: mock.ready.apiKey,
    appId: mock.ready.appId,
    alohaUrl: firstProxy.ready.url,
    alohaKey: firstProxy.ready.developmentKey,
    dataFile: path.join(dataDir, 'shop.sqlite'),
  })
  let proxy = firstProxy
  const watchProxy = () => {
    const watched = proxy
    // One that a reset has replaced was stopped.
    void watched.ended.then(() => watched === proxy && ended.resolve('proxy'))
  }
  void mock.ended.then(() => ended.resolve('mock'))
  watchProxy()
  return {
    shop,
    mock: mock.ready,
    proxy: proxy.ready,
    logs,
    resetCommand: resetCommandOf(options),
    ended: ended.promise,
    // The proxy first: it may still be asking the mock.
    async stop() {
      shop.close()
      await proxy.stop()
      await mock.stop()
    },
    async reset() {
      const old = proxy
      const ports = portsOf(old.ready)
      proxy = { ...old, stop: async () => {} }
      await old.stop()
      shop.reset()
      // Whatever fails from here leaves no proxy: that ends the stack.
      try {
        await resetMock(mock.ready.url)
        await rm(path.join(dataDir, 'proxy'), { recursive: true, force: true })
        proxy = await startProxy({
          mockStarting: Promise.resolve(mock),
          options: { ...options, ...ports },
          dataDir,
          logFile: logs.proxy,
        })
      } catch (error) {
        ended.resolve('proxy')
        throw error
      }
      watchProxy()
    },
    removeOld: taken.removeOld,
  }
}

/** As it is typed where pnpm is not installed. Another port has its own folder. */
function resetCommandOf({ mayReset, proxyPort }: StackOptions): string | undefined {
  if (!mayReset) return undefined
  const command = `npx -y ${packageManager} start --reset`
  return proxyPort === DEFAULT_PROXY_PORT ? command : `${command} --proxy-port ${proxyPort}`
}

/** The ports that it took, also where it was to take free ones. */
function portsOf({ url, metricsUrl }: ProxyReady) {
  const portOf = (text: string) => Number(new URL(text).port)
  return {
    proxyPort: portOf(url),
    ...(metricsUrl != null && { metricsPort: portOf(metricsUrl) }),
  }
}

type Starting<Ready> = Promise<ChildServer<Ready>>

/** Without a mock the proxy ends by itself. */
async function bothOrNone<One, Other>(mockStarting: Starting<One>, proxyStarting: Starting<Other>) {
  const [proxy] = await Promise.allSettled([proxyStarting])
  const mock = await mockStarting
  if (proxy.status === 'fulfilled') return [mock, proxy.value] as const
  await mock.stop()
  throw proxy.reason
}

/** The proxy is loaded while the mock starts; then it gets the address of the mock. */
function startProxy({
  mockStarting,
  options,
  dataDir,
  logFile,
}: {
  mockStarting: Starting<MockReady>
  options: StackOptions
  dataDir: string
  logFile: string
}): Starting<ProxyReady> {
  const resetCommand = resetCommandOf(options)
  return startChildServer({
    name: 'proxy',
    script: fileURLToPath(new URL('loaded-proxy.ts', import.meta.url)),
    args: ['serve'],
    env: {
      ...compileCache,
      // As often as the mock closes ledgers; Pi takes five times as long.
      PAYOUT_LEDGER_MS: '1000',
      DATA_DIR: path.join(dataDir, 'proxy'),
      PORT: String(options.proxyPort),
      METRICS_PORT: String(options.metricsPort),
      PROXY_READY: 'json',
      ...(resetCommand != null && { PROXY_RESET_COMMAND: resetCommand }),
    },
    message: mockStarting.then(({ ready }) => ({
      PI_API_URL: ready.url,
      PI_API_KEY: ready.apiKey,
      PI_HORIZON_URL: ready.url,
      PI_NETWORK: ready.network,
      PI_WALLET_ADDRESS: ready.wallet.address,
      PI_WALLET_SEED: ready.wallet.seed,
    })),
    logFile,
    parseReady: (line) => JSON.parse(line) as ProxyReady,
  })
}
