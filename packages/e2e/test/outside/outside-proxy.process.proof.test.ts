import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startPostgres } from '@aloha-pi/proxy/workspace/start-postgres'
import { packShared } from '@aloha-pi/release/shared-folders'
import { makeFolder, OLDEST, type OutsideProject } from './outside-project.ts'

/** The proxy and nothing else in one folder, the mock in another. */
const made = await makeFolder(async (folder, bash) => {
  const tarballs = await packShared()
  for (const name of ['proxy', 'mock-pi']) await mkdir(path.join(folder, name))
  // The mock has the contracts for its types.
  await bash(`
    (cd proxy && echo '{"private":true}' > package.json && npm install ${tarballs}/aloha-pi-proxy-*.tgz)
    (cd mock-pi && echo '{"private":true}' > package.json && npm install ${tarballs}/aloha-pi-{mock-pi,contracts}-*.tgz)
  `)
})
if ('noResponse' in made) process.stderr.write(`The proxy was not tried: ${made.noResponse}\n`)
// Never used where there is none: each test is skipped before it begins.
const project = made as OutsideProject
beforeEach(({ skip }) => {
  if ('noResponse' in made) skip(made.noResponse)
})
afterAll(() => ('noResponse' in made ? undefined : project.remove()))

type Variables = Record<string, string>
/** What the mock and the proxy print; each has some of it. */
type Ready = {
  url: string
  metricsUrl: string
  apiKey: string
  wallet: { address: string; seed: string }
  users: { uid: string }[]
}

/** Starts a command that prints a line of JSON when it is ready; it is stopped with the test. */
async function start(node: string, name: 'proxy' | 'mock-pi', { args = [] as string[], env = {} }) {
  const script = path.join(project.folder, name, `node_modules/@aloha-pi/${name}/dist/main.js`)
  const child = spawn(node, [script, ...args], {
    env: { ...project.env, ...env },
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => stop(child).then(() => undefined))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, ready: JSON.parse(line) as Ready }
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode != null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill()
  const [code] = (await ended) as [number | null]
  return code
}

async function startMock(node: string) {
  const { ready } = await start(node, 'mock-pi', { args: ['--port', '0', '--json'] })
  const { url, apiKey, wallet, users } = ready
  await fetch(`${url}/_mock/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ledger_close: 'instant' }),
  })
  const env: Variables = {
    PI_API_URL: url,
    PI_API_KEY: apiKey,
    PI_WALLET_ADDRESS: wallet.address,
    PI_WALLET_SEED: wallet.seed,
    PORT: '0',
    METRICS_PORT: '0',
    PAYOUT_LEDGER_MS: '100',
    PROXY_READY: 'json',
    LOG_LEVEL: 'warn',
  }
  return { env, uid: users[0]?.uid ?? '' }
}

async function startProxy(node: string, env: Variables) {
  const began = performance.now()
  const { child, ready } = await start(node, 'proxy', { env })
  return { child, ms: performance.now() - began, ...ready }
}

async function pay(url: string, key: string, uid: string) {
  const response = await fetch(`${url}/v1/transaction/a2u/create`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': 'order-1',
    },
    body: JSON.stringify({ payment: { amount: 1, memo: 'A refund', metadata: { order: 1 }, uid } }),
  })
  return { status: response.status, payout: (await response.json()) as { sbResData: object } }
}

const nodeOf = (release: string) => project.nodes[release] ?? ''
const proxyOf = (release: string) =>
  `${nodeOf(release)} ${path.join(project.folder, 'proxy/node_modules/@aloha-pi/proxy/dist/main.js')}`

test('npm installs one package beside it, without a native addon or an install script', async () => {
  const modules = path.join(project.folder, 'proxy/node_modules')
  const names = await readdir(modules)
  expect(names.filter((name) => !name.startsWith('.')).toSorted()).toEqual([
    '@aloha-pi',
    '@electric-sql',
  ])
  const files = await readdir(modules, { recursive: true })
  expect(files.filter((name) => /\.(node|gyp|ts)$/.test(name) && !name.endsWith('.d.ts'))).toEqual(
    [],
  )
  expect(await project.bash('cd proxy && npm query ":attr(scripts, [install])"')).toBe('[]\n')
})

test.each([OLDEST, process.versions.node])(
  'Node %s: a key, a start, a payout, a restart and a migration',
  async (release) => {
    const mock = await startMock(nodeOf(release))
    const env = { ...mock.env, DATA_DIR: path.join(project.folder, `data-${release}`) }
    const exports = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`)
    const run = (args: string) =>
      project.bash(`${exports.join('\n')}\n${proxyOf(release)} ${args} 2>/dev/null`)

    const key = (await run('keys create --client shop --scopes a2u:create,read')).trim()
    const proxy = await startProxy(nodeOf(release), env)
    const paid = await pay(proxy.url, key, mock.uid)
    expect(paid).toMatchObject({ status: 200, payout: { success: true } })
    // Through the socket of the server, which has the database to itself.
    expect(await run('keys list')).toContain(' shop ')
    expect(await run('payouts list')).toMatch(/ completed /)
    expect(await run('payouts reconcile')).toMatch(/^0 differences in 1 transactions /)
    expect(await run('doctor')).not.toMatch(/^(failed|skipped)/m)
    for (const page of ['/docs', '/openapi.json', '/readyz']) {
      expect((await fetch(proxy.url + page)).status).toBe(200)
    }
    expect(await (await fetch(`${proxy.metricsUrl}/metrics`)).text()).toContain(
      'aloha_lane_owner 1',
    )
    expect(await stop(proxy.child)).toBe(0)

    const again = await startProxy(nodeOf(release), env)
    expect(await pay(again.url, key, mock.uid)).toEqual(paid)
    expect(await stop(again.child)).toBe(0)
    expect(await run('migrate')).toBe('The database is up to date\n')
    process.stderr.write(
      `Node ${release}: the installed proxy starts in ${Math.round(proxy.ms)} ms with an empty database, in ${Math.round(again.ms)} ms with its own\n`,
    )
  },
)

test.for([OLDEST, process.versions.node])(
  'Node %s: the migrations of the package make a Postgres that it serves from, without PGlite',
  async (release, { skip }) => {
    const postgres = await startPostgres()
    if (postgres == null) return skip('no Postgres starts here')
    onTestFinished(() => postgres.remove())
    const url = await postgres.newDatabase()
    const mock = await startMock(nodeOf(release))
    const run = (args: string) => project.bash(`DATABASE_URL='${url}' ${proxyOf(release)} ${args}`)
    const pglite = path.join(project.folder, 'proxy/node_modules/@electric-sql')
    await rename(pglite, `${pglite}-away`)
    onTestFinished(() => rename(`${pglite}-away`, pglite))
    expect(await run('migrate')).toBe('The database is now up to date\n')
    const key = (await run('keys create --client shop --scopes a2u:create')).trim()
    const proxy = await startProxy(nodeOf(release), { ...mock.env, DATABASE_URL: url })
    expect(await pay(proxy.url, key, mock.uid)).toMatchObject({ status: 200 })
    expect(await stop(proxy.child)).toBe(0)
  },
)
