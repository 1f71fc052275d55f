import { join } from 'node:path'
import type { Env } from '../src/config/env.ts'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startProxy } from '../src/server/start-proxy.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import type { NewKey } from '../src/keys/key-store.ts'
import { haveKey } from '../testkit/new-key.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'

export const PI_KEY = 'fakepikey0123456789'

/** The whole proxy on PGlite and a free port. One for each test file: opening it takes a second or two. */
export async function startTestProxy(piUrl: string, env: Env = {}, wishes: Partial<NewKey>[] = []) {
  const folder = await makeTempDir()
  const lines: string[] = []
  const dataDir = join(folder.path, 'data')
  const keys = wishes.length === 0 ? [] : await makeKeys(dataDir, wishes)
  const settings = {
    PI_API_URL: piUrl,
    PI_API_KEY: PI_KEY,
    DATA_DIR: dataDir,
    PORT: '0',
    METRICS_PORT: 'off',
    HOST: '127.0.0.1',
    UPSTREAM_TIMEOUT_MS: '400',
    RATE_LIMIT_PER_KEY: '1000000',
    RATE_LIMIT_PER_ADDRESS: '1000000',
    RATE_LIMIT_ANONYMOUS: '1000000',
    ...env,
  }
  const proxy = await startProxy(settings, { log: (line) => lines.push(line) })
  return {
    ...proxy,
    folder: folder.path,
    dataDir,
    settings,
    keys,
    /** Log lines so far. */
    lines,
    call: createCaller(proxy.url),
    /** Stops it and keeps its data. */
    stop: proxy.close,
    async close() {
      await proxy.close()
      await folder.remove()
    },
  }
}

/** As an operator does, before the server runs. */
async function makeKeys(dataDir: string, wishes: Partial<NewKey>[]) {
  await using database = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
  const keys = []
  for (const wish of wishes) keys.push(await haveKey(database.keys, wish))
  return keys
}

export type ProxyResponse = {
  status: number
  headers: Headers
  // Tests look at many shapes of body.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}
export type Caller = (
  route: string,
  init?: RequestInit & { key?: string | null },
) => Promise<ProxyResponse>

/** Calls `POST u2a/approve/ID` and the like, with the development key unless told otherwise. */
export function createCaller(url: string): Caller {
  return async (route, { key = DEVELOPMENT_KEY, ...init } = {}) => {
    const [method, path] = route.split(' ')
    const response = await fetch(`${url}/v1/transaction/${path}`, {
      ...init,
      method: method!,
      headers: {
        ...(key != null && { authorization: `Bearer ${key}` }),
        ...(init.body != null && { 'content-type': 'application/json' }),
        ...init.headers,
      },
    })
    const text = await response.text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    return { status: response.status, headers: response.headers, body }
  }
}
