import { expect, test } from 'vitest'
import { readCommandLine } from '../../src/command/command-line.ts'
import { isUsageError } from '../../src/command/usage-error.ts'

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
  [['stray'], "Unexpected argument 'stray'"],
])('%j is wrong usage: %s', (args, words) => {
  const read = () => readCommandLine(args)
  expect(read).toThrow(words)
  expect(read).toThrow(expect.toSatisfy(isUsageError))
})

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
