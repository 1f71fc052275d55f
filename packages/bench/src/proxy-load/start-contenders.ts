import { randomBytes } from 'node:crypto'
import { makeApiKey } from '@aloha-pi/proxy/workspace/api-key'
import { openDatabase } from '@aloha-pi/proxy/workspace/open-database'
import type { Commits, Databases } from '../payouts/databases.ts'
import { startTarget, type Target } from '../targets/target-process.ts'

/** What approves and completes payments: the mock itself, or proxies in front of it. */
export type Contender = {
  name: string
  via: 'mock' | 'proxy'
  targets: readonly Target[]
  authorization: string
  /** Only of a Postgres. */
  commits?: () => Promise<Commits>
}

export async function startContenders(mock: Target, databases: Databases): Promise<Contender[]> {
  const { DATA_DIR = '' } = await databases.newPglite()
  const postgres = [await databases.newPostgres(), await databases.newPostgres()] as const
  const url = (index: 0 | 1) => postgres[index].env['DATABASE_URL'] ?? ''
  return [
    {
      name: 'direct',
      via: 'mock',
      targets: [mock],
      authorization: `Key ${String(mock.ready['apiKey'])}`,
    },
    {
      name: 'proxy, PGlite',
      ...(await startProxies(mock, { kind: 'pglite', dataDir: DATA_DIR }, 1)),
    },
    {
      name: 'proxy, Postgres',
      ...(await startProxies(mock, { kind: 'postgres', url: url(0) }, 1)),
      commits: postgres[0].commits,
    },
    {
      name: 'three proxies, Postgres',
      ...(await startProxies(mock, { kind: 'postgres', url: url(1) }, 3)),
      commits: postgres[1].commits,
    },
  ]
}

type DatabaseConfig = Parameters<typeof openDatabase>[0]

/** With a key that is stored, and with the log that a proxy has unless it is set otherwise. */
async function startProxies(mock: Target, database: DatabaseConfig, instances: number) {
  const key = await storeKey(database)
  const mockUrl = String(mock.ready['url'])
  const env = {
    PI_API_URL: mockUrl,
    PI_API_KEY: String(mock.ready['apiKey']),
    PI_HORIZON_URL: mockUrl,
    LOG_LEVEL: 'info',
    ...(database.kind === 'pglite'
      ? { DATA_DIR: database.dataDir }
      : { DATABASE_URL: database.url }),
  }
  const targets: Target[] = []
  for (let instance = 0; instance < instances; instance += 1) {
    targets.push(await startTarget('proxy.ts', [JSON.stringify(env)], { stderr: 'ignore' }))
  }
  return { via: 'proxy' as const, targets, authorization: `Bearer ${key}` }
}

async function storeKey(config: DatabaseConfig): Promise<string> {
  const { key, keyId, digest } = makeApiKey(randomBytes)
  await using database = await openDatabase(config, () => {})
  await database.keys.create({ clientName: 'bench', keyId, digest, scopes: ['u2a'] })
  return key
}
