import { expect, test } from 'vitest'
import { isAsked, readCommandLine } from '../../src/command/command-line.ts'
import type { CommandPorts } from '../../src/command/command-ports.ts'
import { readMockArguments } from '../../src/command/mock-arguments.ts'
import { findRunningMock } from '../../src/command/use-mock.ts'
import { envCommand } from '../../src/exec/env-command.ts'
import { execCommand } from '../../src/exec/exec-command.ts'
import { openCommand } from '../../src/open/open-command.ts'

const ports: CommandPorts = {
  env: { PATH: '' },
  now: () => Date.now(),
  print: () => {},
  say: () => {},
}
const own = { browser: { type: 'string' } } as const
const read = (args: string[], env = {}) => readMockArguments(args, { env, port: '0', own })

test('a command takes the options of the mock, and its own', () => {
  expect(
    read([
      '--seed',
      'x',
      '--network=Pi Testnet',
      '--browser',
      '/b',
      'http://localhost',
      '--only-pi',
    ]),
  ).toMatchObject({
    url: undefined,
    onlyPi: true,
    options: { seed: 'x', network: 'Pi Testnet', port: 0 },
    own: { browser: '/b' },
    positionals: ['http://localhost'],
  })
  expect(read([], { MOCK_PI_PORT: '4141' }).options).toMatchObject({ port: 0 })
  expect(read(['--port', '4141']).options).toMatchObject({ port: 4141 })
  expect(read(['--url', 'http://localhost:3141', '--only-pi'])).toMatchObject({
    url: 'http://localhost:3141',
    onlyPi: true,
  })
})

test.for([
  [['--seed', ''], '--seed must not be empty'],
  [['--colour'], "Unknown option '--colour'"],
  [['--url', 'http://10.0.0.1'], '--url must name this machine: 127.0.0.1, [::1] or localhost'],
  [['--url', 'x'], '--url must be a URL like http://127.0.0.1:3141'],
  [
    ['--url', 'http://127.0.0.1:1', '--seed', 'x'],
    '--url names a mock that runs already, so --seed has no effect: omit one',
  ],
  [['--json'], "Unknown option '--json'"],
] as const)('%j: %s', ([args, sentence]) => {
  expect(() => read([...args])).toThrow(sentence)
})

const execUsage = 'write `mock-pi exec -- COMMAND`, with options of mock-pi before the --'
const openUsage = 'write `mock-pi open http://localhost:3000`, with the address of your app'

test.for([
  [[], execUsage],
  [['true'], execUsage],
  [['--'], execUsage],
  [['extra', '--', 'true'], execUsage],
] as const)('exec %j: %s', async ([args, sentence]) => {
  await expect(execCommand([...args], ports)).rejects.toThrow(sentence)
})

test.for([
  [[], openUsage],
  [['localhost:3000'], openUsage],
  [['file:///etc/passwd'], openUsage],
  [['http://localhost:3000', 'http://localhost:3001'], openUsage],
  [['http://localhost:3000'], 'Chrome, Chromium and Edge are not found on this machine'],
] as const)('open %j: %s', async ([args, sentence]) => {
  await expect(openCommand([...args], ports)).rejects.toThrow(sentence)
})

test('a port without a proxy, and a URL without a mock, are said so', async () => {
  await expect(envCommand(['--connect', '1'], ports)).rejects.toThrow(
    'There is no proxy of a mock on port 1. Start one with `mock-pi --connect 1`',
  )
  await expect(envCommand(['--connect', '0'], ports)).rejects.toThrow('--connect must be the port')
  await expect(findRunningMock('http://127.0.0.1:1')).rejects.toThrow(
    'No mock responds at http://127.0.0.1:1. Start it with `mock-pi`, or leave out --url',
  )
})

test('only who asks for it gets an entrance', () => {
  const asked = (...args: string[]) => isAsked(readCommandLine(args).entrances)
  expect(asked()).toBe(false)
  expect(asked('--tls-port', '0')).toBe(true)
  expect(asked('--connect', '0', '--only-pi')).toBe(true)
  expect(() => asked('--only-pi')).toThrow('--only-pi needs --connect')
})
