import { once } from 'node:events'
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { send } from './operator-socket.ts'
import { runProgram, type Running } from '../testkit/run-program.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const main = proxyProgram()
const holder = new URL('./programs/hold-pglite.ts', import.meta.url)
const connectAs = new URL('./programs/connect-as.ts', import.meta.url)
/** A user who is not the one of the server. */
const NOBODY = '65534'

async function haveDataDir(name = 'data'): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  return join(folder.path, name)
}

function run(file: URL, args: string[], env: NodeJS.ProcessEnv): Running {
  const running = runProgram(file, args, env)
  onTestFinished(async () => {
    running.process.kill('SIGKILL')
    await running.ended
  })
  return running
}
const proxy = (dataDir: string, line: string) =>
  run(main, line.split(' '), { DATA_DIR: dataDir }).ended

/** A server in front of nothing; ends in order with SIGTERM. */
async function serve(dataDir: string) {
  const running = run(main, ['serve'], {
    DATA_DIR: dataDir,
    PI_API_URL: 'http://127.0.0.1:9',
    PI_API_KEY: 'test',
    PORT: '0',
    METRICS_PORT: 'off',
    PROXY_READY: 'json',
  })
  const { url } = JSON.parse(await running.line(/^\{/)) as { url: string }
  const stop = () => {
    running.process.kill('SIGTERM')
    return running.ended
  }
  return { ...running, url, socket: join(dataDir, 'operator.sock'), stop }
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

test.skipIf(process.getuid?.() !== 0)(
  'no other user can connect, even where the folder is open [only as root can a test become another user]',
  async () => {
    const dataDir = await haveDataDir()
    const { socket } = await serve(dataDir)
    await chmod(dataDir, 0o755)
    expect(await modeOf(socket)).toBe('600')
    const outcome = async (env: NodeJS.ProcessEnv) =>
      (await run(connectAs, [], { SOCKET: socket, ...env }).ended).stdout.trim()

    expect(await outcome({})).toBe('0 connected')
    expect(await outcome({ UID: NOBODY })).toBe(`${NOBODY} EACCES`)
    // It is the mode that keeps the other user away.
    await chmod(socket, 0o666)
    expect(await outcome({ UID: NOBODY })).toBe(`${NOBODY} connected`)
  },
)

test('a server that stops removes its socket, and commands work on its data as before', async () => {
  const dataDir = await haveDataDir()
  const server = await serve(dataDir)
  expect(await modeOf(server.socket)).toBe('600')
  expect(await proxy(dataDir, 'keys create --client shop --scopes read')).toMatchObject({ code: 0 })
  expect((await server.stop()).code).toBe(0)
  await expect(stat(server.socket)).rejects.toThrow('ENOENT')
  expect(await proxy(dataDir, 'keys list')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(' shop read, '),
  })
})

test.skipIf(process.platform !== 'linux')(
  'a folder whose path is too long for a socket serves commands [through /proc, on Linux]',
  async () => {
    const dataDir = await haveDataDir(join('x'.repeat(80), 'y'.repeat(80)))
    const { socket, stop } = await serve(dataDir)
    expect(await modeOf(socket)).toBe('600')
    const line = 'keys create --client shop --scopes read'
    expect(await proxy(dataDir, line)).toMatchObject({ code: 0 })
    const { code, stderr } = await stop()
    expect(code).toBe(0)
    expect(stderr).toContain('"subcommand":"create"')
    await expect(stat(socket)).rejects.toThrow('ENOENT')
  },
)

test('garbage on the socket ends its connection and nothing else', async () => {
  const dataDir = await haveDataDir()
  const { socket, url, stop } = await serve(dataDir)
  const key = 'aloha_live_CANARY'
  const garbage = [
    '{"command":"keys"\n',
    '{"command":"serve","args":[]}\n',
    `{"command":"keys","args":["${key}"]}\n`,
    `{"command":"payouts","args":["list","${key}"]}\n`,
  ]
  await send(socket, 'x'.repeat(10_000_000))
  for (const text of garbage) expect(await send(socket, text)).toMatch(/\{"exit":2\}\n$/)
  const idle = connect(socket)
  await once(idle, 'connect')

  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect(await proxy(dataDir, 'keys list')).toMatchObject({ code: 0 })
  const { code, stderr } = await stop()
  expect(code).toBe(0)
  expect(stderr).not.toContain(key)
})

test('a caller who leaves in the middle: the command ends, and the server serves on', async () => {
  const dataDir = await haveDataDir()
  const { socket } = await serve(dataDir)
  const caller = connect(socket)
  const args = ['create', '--client', 'gone', '--scopes', 'read']
  await new Promise((resolve) =>
    caller.write(`${JSON.stringify({ command: 'keys', args })}\n`, resolve),
  )
  caller.destroy()
  expect((await proxy(dataDir, 'keys list')).stdout).toContain(' gone read, ')
})

test('a server that ends in the middle leaves the outcome unknown, which is not called a failure', async () => {
  const dataDir = await haveDataDir()
  const holding = run(holder, [], { DATA_DIR: dataDir, PREFIX: 'a' })
  await holding.line(/^committed /)
  // In place of the holder's server, one that ends before it responds.
  const server = createServer((socket) => socket.once('data', () => socket.destroy()))
  server.listen(join(dataDir, 'operator.sock'))
  await once(server, 'listening')
  onTestFinished(() => void server.close())

  expect(await proxy(dataDir, 'payouts list')).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr:
      'The connection to the server broke before it reported how the command ended: whether the command took effect is unknown. Check with proxy payouts list, proxy payouts show ID or proxy payouts lane show.\n',
  })
})

test('a server that can make no socket serves all the same, and both sides say so', async () => {
  const dataDir = await haveDataDir()
  await (await serve(dataDir)).stop()
  await mkdir(join(dataDir, 'operator.sock'))
  await writeFile(join(dataDir, 'operator.sock', 'something'), '')
  const server = await serve(dataDir)
  const refused = await proxy(dataDir, 'keys list')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(
    new RegExp(
      `in use by process ${server.process.pid} .*\n.*operator\\.sock.* Nothing was done\\.`,
    ),
  )
  const { code, stderr } = await server.stop()
  expect(code).toBe(0)
  expect(stderr).toContain('keys and payouts run only while this server is stopped')
})
