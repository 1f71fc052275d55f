import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readCommandLine } from '../src/command/command-line.ts'
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
  [['--port', '65536'], '--port must be at most 65535'],
  [['--spelling', 'french'], '--spelling '],
  [['--network', 'Pi Mainnet'], '--network '],
  [['--seed', ''], '--seed must not be empty'],
  [
    ['--app-origin', 'https://app.example/'],
    '--app-origin.0 must be an origin as browsers send it',
  ],
  [['--colour'], "Unknown option '--colour'"],
])('%j is refused: %s', async (args, words) => {
  const command = runCommand(...args)
  expect(await command.ended()).toBe(1)
  expect(command.printed.stderr).toContain(`mock-pi: ${words}`)
  expect(command.printed.stderr.trim().split('\n')).toHaveLength(1)
})

test('M4: a wallet seed among the arguments is not repeated', async () => {
  const seed = `S${'ABCDEFG234567'.repeat(5).slice(0, 55)}`
  const command = runCommand('--port', '0', seed)
  expect(await command.ended()).toBe(1)
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

test('--help lists the options', async () => {
  const command = runCommand('--help')
  expect(await command.ended()).toBe(0)
  for (const option of [
    '--port',
    '--host',
    '--seed',
    '--app-origin',
    '--spelling',
    '--network',
    '--json',
  ]) {
    expect(command.printed.stdout).toContain(option)
  }
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

test('an option may be a variable; an argument wins, and a refusal names the variable', () => {
  const env = {
    MOCK_PI_PORT: '4141',
    MOCK_PI_HOST_NAME: 'mock, pi.test',
    MOCK_PI_TRUST_FORWARDED_PROTO: 'true',
    MOCK_PI_NO_MAGIC: 'true',
    MOCK_PI_APP_ORIGIN: 'https://app.example, http://app.test:8080',
    MOCK_PI_SEED: '',
  }
  expect(readCommandLine(['--port', '0'], env).options).toMatchObject({
    port: 0,
    hostNames: ['mock', 'pi.test'],
    trustForwardedProto: true,
    magic: false,
    appOrigins: ['https://app.example', 'http://app.test:8080'],
  })
  const two = ['--app-origin', 'https://a.example', '--app-origin', 'https://b.example']
  expect(readCommandLine(two, env).options.appOrigins).toEqual([
    'https://a.example',
    'https://b.example',
  ])
  expect(readCommandLine([], env).options).toMatchObject({ port: 4141 })
  for (const [variable, text, rule] of [
    ['MOCK_PI_PORT', 'abc', 'must be a port number'],
    ['MOCK_PI_HOST_NAME', 'a,,b', 'must not be empty'],
    ['MOCK_PI_TRUST_FORWARDED_PROTO', 'yes', 'must be true or false'],
    ['MOCK_PI_NO_MAGIC', '1', 'must be true or false'],
    ['MOCK_PI_APP_ORIGIN', 'app.example', 'must be an origin as browsers send it'],
    ['MOCK_PI_PUBLIC_URL', 'pi.example', 'must be a URL like https://pi.example'],
  ] as const) {
    expect(() => readCommandLine([], { [variable]: text })).toThrow(`${variable} ${rule}`)
  }
})
