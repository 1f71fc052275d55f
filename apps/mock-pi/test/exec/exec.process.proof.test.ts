import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { haveFolder } from '../have-folder.ts'
import { runCommandIn } from '../run-command.ts'
import { startMock } from '../start-mock.ts'

/** `mock-pi exec` with its certificates in a folder of the test. */
function runExec(args: readonly string[], env: Record<string, string> = {}) {
  return runCommandIn({ MOCK_PI_DATA_DIR: haveFolder(), ...env }, 'exec', ...args)
}

const node = (script: string) => ['--', process.execPath, '-e', script]

test.for(['SIGTERM', 'SIGINT'] as const)(
  '%s reaches the program, which decides how it ends',
  async (signal) => {
    const script = `process.on('${signal}', () => { console.log('told'); setTimeout(() => process.exit(9), 50) }); console.log('ready'); setInterval(() => {}, 1000)`
    const run = runExec(node(script))
    expect(await run.nextLine()).toBe('ready')
    run.child.kill(signal)
    expect(await run.nextLine()).toBe('told')
    expect(await run.ended()).toBe(9)
  },
)

test('a program that a signal ends is reported as such', async () => {
  const run = runExec(node(`process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)`))
  await run.ended()
  expect(run.child.signalCode).toBe('SIGTERM')
})

test.for([
  [['--', 'no-such-program'], 127, 'cannot run no-such-program: it is not found'],
  [['--', '/dev/null'], 126, 'cannot run /dev/null: it is not executable'],
] as const)('%j ends with %i, as in a shell', async ([args, code, sentence]) => {
  const run = runExec(args)
  expect(await run.ended()).toBe(code)
  expect(run.printed.stdout).toBe('')
  expect(run.printed.stderr).toContain(`mock-pi exec: ${sentence}\n`)
})

test('with --url it is a mock that runs already, which goes on', async () => {
  const mock = await startMock()
  const script = `fetch('https://api.minepi.com/v2/payments/incomplete_server_payments', { headers: { Authorization: 'Key ' + process.env.PI_API_KEY } }).then(async (answer) => console.log(await answer.text()))`
  const run = runExec(['--url', mock.url, ...node(script)])
  expect(await run.ended()).toBe(0)
  expect(run.printed.stdout).toBe('{"incomplete_server_payments":[]}\n')
  expect((await fetch(`${mock.url}/_mock`)).status).toBe(200)
})

test('a refused host is said once, and the program gets the reason', async () => {
  const script = `for i in 1 2; do curl -s -o /dev/null -w '%{http_connect} ' https://foo.minepi.com/; done; true`
  const run = runExec(['--', 'sh', '-c', script])
  expect(await run.ended()).toBe(0)
  expect(run.printed.stdout).toBe('403 403 ')
  expect(
    run.printed.stderr.match(/foo\.minepi\.com is not a host that the mock serves/g),
  ).toHaveLength(1)
})

test('env prints the variables for a shell, for a mock that has a proxy', async () => {
  const data = { MOCK_PI_DATA_DIR: haveFolder() }
  const mock = runCommandIn(data, '--port', '0', '--connect', '0', '--tls-port', '0', '--json')
  const { url, connectPort, tlsPort } = JSON.parse(await mock.nextLine())
  expect(tlsPort).toBeGreaterThan(0)
  const run = runCommandIn(data, 'env', '--connect', String(connectPort))
  expect(await run.ended()).toBe(0)
  const script = `${run.printed.stdout}\necho "$MOCK_PI_URL"; curl -sS https://api.minepi.com/v2/nothing`
  const shell = runCommandIn(data, 'exec', '--url', url, '--', 'sh', '-c', script)
  expect(await shell.ended()).toBe(0)
  expect(shell.printed.stdout).toMatch(new RegExp(`^${url}\\n\\{"error":"not_found"`))
  const removed = runCommandIn(data, 'ca', 'remove')
  expect(await removed.ended()).toBe(0)
  expect(readdirSync(data.MOCK_PI_DATA_DIR)).toEqual([])
  const none = runCommandIn(data, 'env', '--connect', '1')
  expect(await none.ended()).toBe(1)
  expect(none.printed.stderr).toBe(
    'mock-pi: There is no proxy of a mock on port 1. Start one with `mock-pi --connect 1`\n',
  )
})

test('ca print prints a certificate and no key; ca remove deletes it', async () => {
  const data = { MOCK_PI_DATA_DIR: haveFolder() }
  const printed = runCommandIn(data, 'ca', 'print')
  expect(await printed.ended()).toBe(0)
  expect(printed.printed.stdout).toMatch(
    /^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/,
  )
  const file = path.join(data.MOCK_PI_DATA_DIR, 'certificates.pem')
  for (const sentence of [`Removed ${file}\n`, 'There are no certificates.\n']) {
    const removed = runCommandIn(data, 'ca', 'remove')
    expect(await removed.ended()).toBe(0)
    expect(removed.printed.stdout).toBe(sentence)
  }
  expect(existsSync(file)).toBe(false)
})
