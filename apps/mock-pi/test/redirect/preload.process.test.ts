import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { clients } from './clients.ts'
import { startRecordingServer } from './recording-server.ts'
import { PRELOAD, runProgram } from './run-program.ts'

const said = (url: string) =>
  `mock-pi redirect: in this process api.minepi.com, api.testnet.minepi.com, api.mainnet.minepi.com, rpc.testnet.minepi.com, socialchain.app, sdk.minepi.com and accounts.pinet.com are redirected to ${url}; other names below minepi.com, pinet.com and socialchain.app are refused\n`
/** A package that depends on this one. */
const DEPENDENT = fileURLToPath(new URL('../../../proxy', import.meta.url))

test('each client of a preloaded program reaches the mock, and one line says so', async () => {
  const mock = await startRecordingServer()
  const args = ['https://api.testnet.minepi.com/transactions']

  const run = await runProgram('call-each.mjs', { args, env: { MOCK_PI_URL: mock.url } })

  const names = Object.keys(clients)
  expect(run.stderr).toBe(said(mock.url))
  expect(JSON.parse(run.stdout)).toEqual(
    Object.fromEntries(names.map((name) => [name, { status: 200, body: name }])),
  )
  expect(mock.requests.map(({ host, url }) => host + url)).toEqual(
    names.map(() => 'api.testnet.minepi.com/transactions'),
  )
})

test.each([['--import'], ['--require']])(
  '%s finds it from a package that depends on it',
  async (how) => {
    const mock = await startRecordingServer((res) => res.end('from the mock'))
    const env = { MOCK_PI_URL: mock.url }

    const run = await runProgram('ask-pi.cjs', { env, cwd: DEPENDENT, preload: [how, PRELOAD] })

    expect(run).toEqual({ code: 0, stdout: 'from the mock\n', stderr: said(mock.url) })
  },
)

test('without MOCK_PI_URL it is the port that the mock takes by itself', async () => {
  const { stderr } = await runProgram('ask-pi.cjs', { env: { MOCK_PI_URL: undefined } })
  expect(stderr).toBe(said('http://127.0.0.1:3141'))
})

test.each([
  [{ NODE_ENV: 'production' }, 'NODE_ENV is production, where nothing is redirected to a mock'],
  [{ NODE_ENV: ' PRODUCTION\t' }, 'NODE_ENV is production, where nothing is redirected to a mock'],
  [{ MOCK_PI_URL: '' }, 'MOCK_PI_URL must be a URL like http://127.0.0.1:3141'],
  [
    { MOCK_PI_URL: 'http://10.0.0.1:3141' },
    'MOCK_PI_URL must name this machine: 127.0.0.1, [::1] or localhost',
  ],
])('with %j no program is started', async (env, reason) => {
  const run = await runProgram('ask-pi.cjs', { env })
  const stderr = `mock-pi redirect: ${reason}. The program is not started.\n`
  expect(run).toEqual({ code: 1, stdout: '', stderr })
})

test.each([
  [
    'https://api2.mainnet.minepi.com/',
    /^api2\.mainnet\.minepi\.com is not a host that the mock serves/,
  ],
  ['https://api.minepi.com/', /^api\.minepi\.com is redirected by its name/],
])('a client that looks up %s by itself does not get past', async (url, said) => {
  const mock = await startRecordingServer()

  const run = await runProgram('look-up-first.mjs', { args: [url], env: { MOCK_PI_URL: mock.url } })

  expect(run.stdout).toMatch(said)
  expect(mock.sockets()).toBe(0)
})

test('--import reaches workers of a file; those of a source text need --require', async () => {
  const mock = await startRecordingServer((res) => res.end('from the mock'))
  const env = { MOCK_PI_URL: mock.url }

  const imported = await runProgram('ask-in-threads.mjs', { env })
  const required = await runProgram('ask-in-threads.mjs', { env, preload: ['--require', PRELOAD] })

  const file = 'from the mock'
  expect(JSON.parse(imported.stdout)).toEqual({ file, text: 'looked up api.minepi.com' })
  expect(JSON.parse(required.stdout)).toEqual({ file, text: 'from the mock' })
  expect(imported.stderr).toBe(said(mock.url))
})

test('--import reaches forked processes; NODE_OPTIONS reaches every child', async () => {
  const mock = await startRecordingServer((res) => res.end('from the mock'))
  const env = { MOCK_PI_URL: mock.url }
  const options = { ...env, NODE_OPTIONS: `--import ${PRELOAD}` }

  const imported = await runProgram('ask-in-child.mjs', { env })
  const inherited = await runProgram('ask-in-child.mjs', { env: options, preload: [] })

  expect(imported.stdout).toBe('spawned looked up api.minepi.com\nforked from the mock\n')
  expect(inherited.stdout).toBe('spawned from the mock\nforked from the mock\n')
})
