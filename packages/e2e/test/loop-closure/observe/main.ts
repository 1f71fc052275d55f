// Runs what is built from two contracts, that of today and a changed one, and prints what each said.
import { join } from 'node:path'
import { loadTree, type Document, type Tree } from './load-tree.ts'
import { startWorld } from './mock-world.ts'
import { observeClient, type Outcomes } from './observe-client.ts'
import { observeMock, observeProxy, type ObservedResponses } from './observe-servers.ts'

/** What one tree did. */
export type Observed = {
  mock: ObservedResponses
  mockLog: string[]
  proxy: ObservedResponses
  proxyLog: string[]
  client: Outcomes
}
export type Report = {
  before: Observed
  after: Observed
  documents: Record<'platform' | 'aloha', { before: Document; after: Document }>
  /** Cases of the changed kit that fail against servers of today: what each says first. */
  failed: Record<string, string>
  cases: number
}

const [beforeRoot = '', afterRoot = ''] = process.argv.slice(2)
const [before, after] = [await loadTree(beforeRoot), await loadTree(afterRoot)]
// Goes with the copy, whatever becomes of this process.
const dataDir = join(afterRoot, '.data')

const world = await startWorld(before)
const changedWorld = await startWorld(after)
const [proxy, changedProxy] = await Promise.all([
  startProxy(before, 'before'),
  startProxy(after, 'after'),
])

const kit = await runKit()
const report: Report = {
  before: {
    mock: await observeMock(world),
    mockLog: world.log,
    proxy: await observeProxy(proxy, world),
    proxyLog: proxy.log,
    client: await observeClient(before, world, proxy),
  },
  after: {
    mock: await observeMock(changedWorld),
    mockLog: changedWorld.log,
    proxy: await observeProxy(changedProxy, world),
    proxyLog: changedProxy.log,
    client: await observeClient(after, world, proxy),
  },
  documents: {
    platform: { before: before.platformDocument(), after: after.platformDocument() },
    aloha: { before: before.alohaDocument(), after: after.alohaDocument() },
  },
  failed: Object.fromEntries(
    kit
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id, problems }) => [id, problems.join('; ')]),
  ),
  cases: kit.length,
}
await Promise.all([proxy.close(), changedProxy.close()])
await Promise.all([world.close(), changedWorld.close()])
process.stdout.write(JSON.stringify(report))

async function startProxy(tree: Tree, name: string) {
  const log: string[] = []
  const env = {
    DATA_DIR: join(dataDir, name),
    HOST: '127.0.0.1',
    METRICS_PORT: 'off',
    PAYOUT_LEDGER_MS: '50',
    PI_API_KEY: world.apiKey,
    PI_API_URL: world.url,
    PI_HORIZON_URL: world.url,
    PI_WALLET_ADDRESS: world.wallet.address,
    PI_WALLET_SEED: world.wallet.seed,
    PORT: '0',
    RATE_LIMIT_ANONYMOUS: '100000',
    RATE_LIMIT_PER_ADDRESS: '100000',
    RATE_LIMIT_PER_KEY: '100000',
  }
  const started = await tree.startProxy(env, { log: (line) => log.push(line) })
  if (started.developmentKey == null) throw new Error('The proxy takes no development key')
  return { ...started, key: started.developmentKey, log }
}

/** The kit of the changed contract against the servers of today. */
async function runKit() {
  const common = { control: world.url, write: true, runs: 1 } as const
  const platform = await after.runConformance({
    ...common,
    target: 'platform',
    baseUrl: world.url,
    apiKey: world.apiKey,
    only: [
      'payments.incomplete/wrapper',
      'payments.complete/when-paid',
      'payments.create/bad-payment.reference',
    ],
  })
  const aloha = await after.runConformance({
    ...common,
    target: 'aloha',
    baseUrl: proxy.url,
    apiKey: proxy.key,
    only: [
      'u2a.approve/when-created',
      'u2a.details/any-payment',
      'a2u.create/bad-payment.reference',
    ],
  })
  return [...platform.results, ...aloha.results]
}
