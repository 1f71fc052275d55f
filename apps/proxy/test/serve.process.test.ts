import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { silent } from './fake-pi-faults.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { newWalletKeys } from './new-wallet-keys.ts'
import { runProgram } from '../testkit/run-program.ts'
import { PI_KEY, createCaller } from './start-test-proxy.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const pi = await startFakePi()
const folder = await makeTempDir()
afterAll(async () => {
  await pi.close()
  await folder.remove()
})

function serve(env: Record<string, string> = {}, args = ['serve']) {
  const running = runProgram(proxyProgram(), args, {
    PI_API_URL: pi.url,
    PI_API_KEY: PI_KEY,
    DATA_DIR: join(folder.path, 'data'),
    PORT: '0',
    METRICS_PORT: '0',
    PROXY_READY: 'json',
    ...env,
  })
  onTestFinished(async () => {
    running.process.kill('SIGKILL')
    await running.ended
  })
  return running
}

type Ready = { url: string; metricsUrl: string; database: string }
const ready = async (proxy: ReturnType<typeof serve>) =>
  JSON.parse(await proxy.line(/^\{/)) as Ready

test('one line of JSON says that it is ready, and everything that it names responds', async () => {
  const proxy = serve()
  const { url, metricsUrl, database } = await ready(proxy)
  expect(database).toBe(join(folder.path, 'data'))

  await createCaller(url)(`POST u2a/approve/${pi.havePayment('created')}`)
  const metrics = await (await fetch(`${metricsUrl}/metrics`)).text()
  expect(metrics).toContain(
    'aloha_request_seconds_count{method="POST",route="/v1/transaction/u2a/approve/:piPayId",status="200"} 1',
  )
  expect(metrics).toContain('aloha_upstream_seconds_count{operation="approve",outcome="payment"} 1')
  expect(metrics).toContain('aloha_upstream_auth_failures_total 0')
  expect((await fetch(`${url}/metrics`)).status).toBe(404)
  expect((await fetch(`${metricsUrl}/healthz`)).status).toBe(404)
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })

  proxy.process.kill('SIGTERM')
  const { code, stdout, stderr } = await proxy.ended
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toHaveLength(1)
  for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level')
})

test('without PROXY_READY the lines are for people', async () => {
  const proxy = serve({ PROXY_READY: 'text', METRICS_PORT: 'off' })

  expect(await proxy.line(/^aloha-pi proxy/)).toMatch(/ http:\/\/127\.0\.0\.1:\d+$/)
  expect(await proxy.line(/^metrics/)).toMatch(/ off$/)
})

test('a signal lets a running call finish and takes no new one', async () => {
  const proxy = serve()
  const { url } = await ready(proxy)
  const id = pi.havePayment('created')
  const reached = Promise.withResolvers<() => void>()
  pi.fail('approve', (res, payment) => {
    reached.resolve(() => {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.end(JSON.stringify({ ...(payment as object), status: approved }))
    })
  })
  const running = createCaller(url)(`POST u2a/approve/${id}`)
  const respondNow = await reached.promise

  proxy.process.kill('SIGTERM')
  await refusesConnections(url)
  respondNow()

  expect(await running).toMatchObject({
    status: 200,
    body: { sbResData: { row: { status: 'approved', pending_actions: [] } } },
  })
  expect((await proxy.ended).code).toBe(0)
  pi.heal()
})
const approved = {
  developer_approved: true,
  transaction_verified: false,
  developer_completed: false,
  cancelled: false,
  user_cancelled: false,
}

test('a second signal does not wait; the call it cut off is pending, and settled by repeating', async () => {
  const proxy = serve()
  const { url } = await ready(proxy)
  const id = pi.havePayment('created')
  const before = pi.calls('approve')
  const reached = Promise.withResolvers<void>()
  pi.fail('approve', (...args) => {
    reached.resolve()
    silent(...args)
  })
  const cut = createCaller(url)(`POST u2a/approve/${id}`).then(
    () => 'responded',
    (error: Error) => error.message,
  )
  await reached.promise
  expect(pi.calls('approve') - before).toBe(1)

  proxy.process.kill('SIGINT')
  await refusesConnections(url)
  proxy.process.kill('SIGINT')
  expect((await proxy.ended).code).toBe(1)
  expect(await cut).toBe('fetch failed')
  pi.heal()

  const again = serve()
  const call = createCaller((await ready(again)).url)
  expect((await call(`GET u2a/details/${id}`)).body.sbResData.row).toMatchObject({
    status: 'seen',
    pending_actions: ['approve'],
  })
  expect(await call(`POST u2a/approve/${id}`)).toMatchObject({
    status: 200,
    body: { sbResData: { row: { status: 'approved', pending_actions: [] } } },
  })
})

test('a request that never ends is cut off after twice the time of Pi and five seconds', async () => {
  const proxy = serve({ UPSTREAM_TIMEOUT_MS: '100' })
  const { url } = await ready(proxy)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const closed = once(socket, 'close')
  const head = `POST /v1/transaction/u2a/approve/abc HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${DEVELOPMENT_KEY}\r\n`
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`)
  await once(socket, 'connect')
  await (await fetch(`${url}/healthz`)).text()

  const signalledAt = performance.now()
  proxy.process.kill('SIGTERM')
  await closed
  const waited = performance.now() - signalledAt

  expect(waited).toBeGreaterThan(5_000)
  expect(waited).toBeLessThan(15_000)
  expect((await proxy.ended).code).toBe(0)
})

/** Until the port is closed. */
async function refusesConnections(url: string) {
  while (await canConnect(Number(new URL(url).port)));
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (connected: boolean) => {
      socket.destroy()
      resolve(connected)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}

test.each(['PORT', 'METRICS_PORT'])(
  'a busy %s is one clear sentence and exit 1',
  async (variable) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo

    const { code, stdout, stderr } = await serve({ [variable]: String(port) }).ended

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      `Port ${port} is in use: stop the program that uses it, or set ${variable} to another port.\n`,
    )
  },
)

test('every wrong setting is a sentence, exit 1, and nothing listens', async () => {
  const { code, stdout, stderr } = await serve({
    PI_API_KEY: '',
    PORT: 'http',
    UPSTREAM_TIMEOUT_MS: '-1',
    PUBLIC_DETAILS: 'maybe',
  }).ended

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  const sentences = stderr.trim().split('\n')
  expect(sentences.map((sentence) => sentence.split(' ')[0]).sort()).toEqual([
    'PI_API_KEY',
    'PORT',
    'PUBLIC_DETAILS',
    'UPSTREAM_TIMEOUT_MS',
  ])
})

test('while local, an address of the network must be asked for by name, and is warned of', async () => {
  const refused = await serve({ HOST: '0.0.0.0' }).ended
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^HOST must be a loopback address .*\n$/)

  const proxy = serve({ HOST: '0.0.0.0', DEVELOPMENT_ON_NETWORK: 'true' })
  await ready(proxy)
  proxy.process.kill('SIGTERM')
  expect((await proxy.ended).stderr).toContain(
    'listening on 0.0.0.0 while local: anyone who reaches this machine can use the development key',
  )
})

test.each([
  ['--tls-min-v1.0', '--tls-min'],
  ['--tls-cipher-list=ALL:@SECLEVEL=0', '--tls-cipher-list'],
  ['--tls-keylog=/dev/null', '--tls-keylog'],
])('in front of the real Pi the option %s of Node is refused', async (option, named) => {
  const { code, stdout, stderr } = await serve({
    PI_API_URL: 'https://api.minepi.com',
    NODE_OPTIONS: option,
  }).ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(`The Node option ${named} must `)
})

test('P23: once it runs, its environment and command line hold no secret', async () => {
  const { seed, address } = await newWalletKeys()
  const preload = new URL('./programs/print-environment.ts', import.meta.url).href
  const wallet = { PI_WALLET_SEED: seed, PI_WALLET_ADDRESS: address }
  const proxy = serve({ ...wallet, NODE_OPTIONS: `--import=${preload}`, TOLD: 'yes' })
  await ready(proxy)

  proxy.process.stdin?.write('tell\n')
  const told = await proxy.line(/^holds /)

  expect(told).toContain('"TOLD":"yes"')
  expect(told).not.toMatch(/PI_API_KEY|PI_WALLET_SEED|DATABASE_URL/)
  const commandLine = await readFile(`/proc/${proxy.process.pid}/cmdline`, 'utf8').catch(() => '')
  for (const secret of [PI_KEY, seed]) expect(told + commandLine).not.toContain(secret)
})

test('P23: a seed file that others may read stops the start', async () => {
  const path = join(folder.path, 'seed')
  const { seed, address } = await newWalletKeys()
  const wallet = { PI_WALLET_SEED_FILE: path, PI_WALLET_ADDRESS: address }
  await writeFile(path, `${seed}\n`)
  for (const mode of [0o644, 0o640, 0o604, 0o660]) {
    await chmod(path, mode)
    expect(await serve(wallet).ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `PI_WALLET_SEED_FILE must be readable only by its owner: chmod 600 ${path}.\n`,
    })
  }
  await chmod(path, 0o600)
  await ready(serve(wallet))
})

test('a seed file that cannot be read stops the start', async () => {
  const missing = await serve({
    PI_WALLET_SEED_FILE: join(folder.path, 'nowhere'),
    PI_WALLET_ADDRESS: (await newWalletKeys()).address,
  }).ended
  expect(missing).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^PI_WALLET_SEED_FILE cannot be read: ENOENT.*\.\n$/),
  })
})

test('an unknown command and a stray argument are reported', async () => {
  expect(await serve({}, ['nonsense']).ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^There is no such command\.\n\nproxy \[serve\]\n/),
  })
  expect(await serve({}, ['serve', '--port', '1']).ended).toMatchObject({ code: 2 })
})

test.each([[['--help']], [['keys', '--help']]])('%s shows every command', async (args) => {
  expect(await serve({}, args).ended).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/^proxy migrate$[^]*^proxy payouts release ID/m),
  })
})
