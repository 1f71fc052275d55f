import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { runCommand, runWithNodeOption } from './run-command.ts'

test('--json prints one line with everything that a program needs, and SIGTERM ends it', async () => {
  const command = runCommand('--port', '0', '--json', '--seed', 'x', '--spelling', 'wire')
  const ready = JSON.parse(await command.nextLine())
  const key = { authorization: `Key ${ready.apiKey}` }
  const payment = await fetch(`${ready.url}/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m`, {
    headers: key,
  })

  expect(ready).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    apiKey: expect.stringMatching(/^alohamock[a-z0-9]{55}$/),
    appId: expect.stringMatching(/^demo-app-[0-9a-f]{16}$/),
    clientId: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    network: 'Pi Testnet',
    wallet: {
      address: expect.stringMatching(/^G[A-Z2-7]{55}$/),
      seed: expect.stringMatching(/^S[A-Z2-7]{55}$/),
    },
    users: [
      { username: 'alice', uid: expect.any(String) },
      { username: 'bob', uid: expect.any(String) },
    ],
    spelling: 'wire',
    worldId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(payment.status).toBe(200)

  command.child.kill('SIGTERM')
  expect(await command.ended()).toBe(0)
  expect(command.printed.stdout.trim().split('\n')).toHaveLength(1)
  expect(command.printed.stderr).toBe('')
})

test('Ctrl-C ends the command, also while a client keeps its connection', async () => {
  const command = runCommand('--port', '0')
  expect(await command.nextLine()).toBe('mock-pi is ready')
  const url = /Platform API\s+(\S+)\/v2/.exec(await printedUpTo(command, /Spelling.*\n/))?.[1] ?? ''
  await fetch(url)
  command.child.kill('SIGINT')
  expect(await command.ended()).toBe(0)
  expect(command.printed.stdout).toContain("the wire's names and the community guide's")
})

test('a port in use is one sentence and exit code 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void holder.close())
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo

  const command = runCommand('--port', String(port))

  expect(await command.ended()).toBe(1)
  expect(command.printed.stderr).toBe(
    `mock-pi: Port ${port} is in use: stop the program that uses it, or choose another port (\`--port\`; \`--mock-port\` with pnpm start)\n`,
  )
})

test.each([
  [['--port', 'abc'], '--port must be a port number'],
  [['recrod', '--help'], 'There is no subcommand recrod'],
])('%j is wrong usage, exit code 2: %s', async (args, words) => {
  const command = runCommand(...args)
  expect(await command.ended()).toBe(2)
  expect(command.printed.stderr).toContain(`mock-pi: ${words}`)
  expect(command.printed.stderr.trim().split('\n')).toHaveLength(1)
})

test('M4: a wallet seed among the arguments is not repeated', async () => {
  const seed = `S${'ABCDEFG234567'.repeat(5).slice(0, 55)}`
  const command = runCommand('--port', '0', seed)
  expect(await command.ended()).toBe(2)
  expect(command.printed.stderr).toContain('S… (a wallet seed)')
  expect(command.printed.stderr).not.toContain(seed)
})

test.each(['argument', 'environment'] as const)(
  'a relaxed HTTP parser is refused, set by %s',
  async (place) => {
    const command = runWithNodeOption('--insecure-http-parser', place)
    expect(await command.ended()).toBe(1)
    expect(command.printed.stderr).toBe(
      'mock-pi: The Node option --insecure-http-parser must be absent: with it, a request can be ambiguous\n',
    )
  },
)

test('--version prints only the version', async () => {
  const command = runCommand('--version')
  expect(await command.ended()).toBe(0)
  expect(command.printed).toEqual({
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: '',
  })
})

test('--help is printed to stdout, exit code 0', async () => {
  const command = runCommand('--help')
  expect(await command.ended()).toBe(0)
  expect(command.printed.stdout).toMatch(/^mock-pi: a local Pi Network/)
  expect(command.printed.stderr).toBe('')
})

test("the real network's name is warned of on stderr", async () => {
  const command = runCommand('--port', '0', '--json', '--network', 'Pi Network')
  expect(JSON.parse(await command.nextLine()).network).toBe('Pi Network')
  command.child.kill('SIGTERM')
  await command.ended()
  expect(command.printed.stderr).toMatch(/^warning: this mock is on "Pi Network"/)
})

async function printedUpTo({ printed, child }: ReturnType<typeof runCommand>, pattern: RegExp) {
  while (!pattern.test(printed.stdout)) {
    await new Promise((resolve) => child.stdout.once('data', resolve))
  }
  return printed.stdout
}
