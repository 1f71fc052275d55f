import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Env } from './env.ts'
import { parseConfig, secretVariables } from './config.ts'
import { serverVariables } from './variables.ts'

const production = { PI_API_KEY: 'k'.repeat(64) }
const local = { PI_API_URL: 'http://127.0.0.1:3141', PI_API_KEY: `alohamock${'0'.repeat(55)}` }
const seed = `S${'A'.repeat(55)}`

function problemsOf(env: Env): string[] {
  const parsed = parseConfig(env)
  return parsed.ok ? [] : parsed.problems
}

test('with only the key the proxy is in front of the real Pi on the test network', () => {
  expect(parseConfig(production)).toEqual({
    ok: true,
    config: {
      upstream: {
        apiUrl: 'https://api.minepi.com',
        horizonUrl: 'https://api.testnet.minepi.com',
        network: 'Pi Testnet',
        apiKey: production.PI_API_KEY,
        timeoutMs: 15_000,
        local: false,
      },
      wallet: {},
      payouts: expect.objectContaining({ isOpen: true }),
      database: { kind: 'pglite', dataDir: '.data/proxy' },
      http: { hosts: ['127.0.0.1', '::1'], port: 3142, trustProxy: 0, publicDetails: true },
      metrics: { hosts: ['127.0.0.1', '::1'], port: 3143 },
      rateLimits: { perKey: 600, perAddress: 1_200, anonymous: 60 },
      logLevel: 'info',
      ready: 'text',
    },
  })
})

test('every variable is read', () => {
  const parsed = parseConfig({
    PI_API_URL: 'http://[::1]:3141/v2/',
    PI_API_KEY: local.PI_API_KEY,
    PI_HORIZON_URL: 'http://localhost:3999/',
    PI_NETWORK: 'Pi Testnet',
    PI_WALLET_SEED_FILE: '/run/secrets/seed',
    PI_WALLET_ADDRESS: `G${'A'.repeat(55)}`,
    DATABASE_URL: 'postgres://proxy:secret@localhost:5432/aloha',
    HOST: '0.0.0.0',
    DEVELOPMENT_ON_NETWORK: 'true',
    PORT: '0',
    METRICS_HOST: 'localhost',
    METRICS_PORT: '9090',
    PUBLIC_DETAILS: 'false',
    TRUST_PROXY: '2',
    RATE_LIMIT_PER_KEY: '1',
    RATE_LIMIT_PER_ADDRESS: '2',
    RATE_LIMIT_ANONYMOUS: '3',
    LOG_LEVEL: 'debug',
    UPSTREAM_TIMEOUT_MS: '500',
    PROXY_READY: 'json',
  })
  expect(parsed).toMatchObject({
    ok: true,
    config: {
      upstream: {
        apiUrl: 'http://[::1]:3141',
        horizonUrl: 'http://localhost:3999',
        timeoutMs: 500,
        local: true,
      },
      wallet: { address: `G${'A'.repeat(55)}`, seedFile: '/run/secrets/seed' },
      database: { kind: 'postgres', url: 'postgres://proxy:secret@localhost:5432/aloha' },
      http: { hosts: ['0.0.0.0'], port: 0, trustProxy: 2, publicDetails: false },
      metrics: { hosts: ['127.0.0.1', '::1'], port: 9090 },
      rateLimits: { perKey: 1, perAddress: 2, anonymous: 3 },
      logLevel: 'debug',
      ready: 'json',
    },
  })
})

test('a local mock serves Horizon at the same origin', () => {
  expect(parseConfig(local)).toMatchObject({
    config: { upstream: { horizonUrl: local.PI_API_URL, local: true } },
  })
})

test('metrics can be switched off', () => {
  const parsed = parseConfig({ ...production, METRICS_PORT: 'off' })
  expect(parsed.ok && parsed.config.metrics).toBeUndefined()
})

test('an empty variable counts as absent', () => {
  expect(parseConfig({ ...production, PORT: '', DATABASE_URL: '' })).toEqual(
    parseConfig(production),
  )
  expect(problemsOf({ PI_API_KEY: '' })).toEqual(problemsOf({}))
})

test.each([
  ['https://api.minepi.com', 'https://api.minepi.com'],
  ['https://api.minepi.com/', 'https://api.minepi.com'],
  ['https://api.minepi.com/v2', 'https://api.minepi.com'],
  ['https://api.minepi.com/v2/', 'https://api.minepi.com'],
  ['https://pi.example/v1/transaction', 'https://pi.example'],
  ['https://pi.example:8443/v1/transaction/', 'https://pi.example:8443'],
])('the base URL %s means the origin %s', (given, origin) => {
  expect(parseConfig({ ...production, PI_API_URL: given })).toMatchObject({
    config: { upstream: { apiUrl: origin } },
  })
})

test.each<[Env, string]>([
  [{ PI_API_KEY: undefined }, 'PI_API_KEY is required'],
  [{ PI_API_KEY: 'Key abc' }, 'PI_API_KEY must be the bare key'],
  [{ PI_API_KEY: 'k\nx' }, 'PI_API_KEY must be the bare key'],
  [{ PI_API_URL: 'api.minepi.com' }, 'PI_API_URL must be a URL like'],
  [{ PI_API_URL: 'ftp://api.minepi.com' }, 'PI_API_URL must be a URL like'],
  [{ PI_API_URL: 'https://api.minepi.com/v3' }, 'PI_API_URL must be an origin'],
  [{ PI_API_URL: 'https://api.minepi.com/v2/v2' }, 'PI_API_URL must be an origin'],
  [{ PI_API_URL: 'https://api.minepi.com?a=b' }, 'PI_API_URL must be an origin'],
  [{ PI_API_URL: 'https://me:pw@api.minepi.com' }, 'PI_API_URL must not carry a user name'],
  [{ PI_NETWORK: 'Pi Mainnet' }, 'PI_NETWORK must be one of: Pi Network, Pi Testnet'],
  [{ PI_WALLET_SEED: 'SABC' }, 'PI_WALLET_SEED must be a wallet seed'],
  [{ PI_WALLET_ADDRESS: seed }, 'PI_WALLET_ADDRESS must be a wallet address'],
  [{ HOST: 'example.com' }, 'HOST must be an IP address'],
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535'],
  [{ PORT: '-1' }, 'PORT must be a whole number'],
  [{ PORT: '3142.5' }, 'PORT must be a whole number'],
  [{ PORT: ' 3142' }, 'PORT must be a whole number'],
  [{ METRICS_PORT: 'none' }, 'METRICS_PORT must be a port, or off'],
  [{ METRICS_PORT: '3142' }, 'METRICS_PORT must differ from PORT'],
  [{ PUBLIC_DETAILS: 'yes' }, 'PUBLIC_DETAILS must be one of: true, false'],
  [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY must be a whole number from 0 to 16'],
  [{ RATE_LIMIT_PER_KEY: '0' }, 'RATE_LIMIT_PER_KEY must be a whole number from 1'],
  [{ RATE_LIMIT_PER_ADDRESS: '1e3' }, 'RATE_LIMIT_PER_ADDRESS must be a whole number'],
  [{ RATE_LIMIT_ANONYMOUS: 'off' }, 'RATE_LIMIT_ANONYMOUS must be a whole number'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of: fatal'],
  [{ UPSTREAM_TIMEOUT_MS: '0' }, 'UPSTREAM_TIMEOUT_MS must be a whole number from 1'],
  [{ PROXY_READY: 'yaml' }, 'PROXY_READY must be one of: text, json'],
])('%j is refused: %s', (env, sentence) => {
  const problems = problemsOf({ ...production, ...env })
  expect(problems).toEqual([expect.stringContaining(sentence)])
})

test.each<[string, Env]>([
  ['PI_API_URL must use https', { PI_API_URL: 'http://pi.example' }],
  ['PI_API_URL must use https', { PI_API_URL: 'http://127.0.0.1.evil.example:3141' }],
  ['PI_API_URL must use https', { PI_API_URL: 'http://0.0.0.0:3141' }],
  ['PI_HORIZON_URL must use https', { PI_HORIZON_URL: 'http://api.testnet.minepi.com' }],
  [
    'PI_API_URL must be a host of Pi',
    { PI_NETWORK: 'Pi Network', PI_API_URL: 'https://pi.example' },
  ],
  [
    'PI_API_URL must be a host of Pi',
    { PI_NETWORK: 'Pi Network', PI_API_URL: 'https://evilminepi.com' },
  ],
  [
    'PI_HORIZON_URL must be a host of Pi',
    { PI_NETWORK: 'Pi Network', PI_HORIZON_URL: 'http://127.0.0.1:3141' },
  ],
  [
    'PI_HORIZON_URL must be of the network',
    { PI_NETWORK: 'Pi Network', PI_HORIZON_URL: 'https://api.testnet.minepi.com' },
  ],
  [
    'PI_HORIZON_URL must be of the network',
    { PI_NETWORK: 'Pi Testnet', PI_HORIZON_URL: 'https://api2.mainnet.minepi.com' },
  ],
  ["PI_API_URL must be Pi's Platform API", { PI_API_URL: 'https://api.testnet.minepi.com' }],
  ['PI_API_KEY must not be the key of a mock', { PI_API_KEY: local.PI_API_KEY }],
  ['LOG_LEVEL must not be debug or trace', { LOG_LEVEL: 'debug' }],
  ['LOG_LEVEL must not be debug or trace', { LOG_LEVEL: 'trace' }],
])('P26: %s: refused with %j', (sentence, env) => {
  const problems = problemsOf({ ...production, ...env })
  expect(problems).toEqual([expect.stringContaining(sentence)])
})

test('P26: the real network is accepted at the hosts of Pi', () => {
  const parsed = parseConfig({ ...production, PI_NETWORK: 'Pi Network' })
  expect(parsed).toMatchObject({
    config: {
      upstream: {
        network: 'Pi Network',
        horizonUrl: 'https://api.mainnet.minepi.com',
        local: false,
      },
    },
  })
})

test('M12: the key of a mock is accepted only while every upstream is loopback', () => {
  expect(parseConfig(local).ok).toBe(true)
  const outside = { ...local, PI_HORIZON_URL: 'https://api.testnet.minepi.com' }
  expect(problemsOf(outside)).toEqual([
    expect.stringContaining('PI_API_KEY must not be the key of a mock'),
  ])
})

test.each(['0.0.0.0', '::', '192.168.1.10', 'fe80::1', '::ffff:10.0.0.1'])(
  'while local HOST=%s is refused unless asked for by name',
  (HOST) => {
    expect(problemsOf({ ...local, HOST })).toEqual([
      expect.stringMatching(/^HOST must be a loopback address .* DEVELOPMENT_ON_NETWORK=true/),
    ])
    expect(problemsOf({ ...local, HOST, DEVELOPMENT_ON_NETWORK: 'false' })).toHaveLength(1)
    expect(problemsOf({ ...local, HOST, DEVELOPMENT_ON_NETWORK: 'true' })).toEqual([])
    expect(problemsOf({ ...production, HOST })).toEqual([])
  },
)

test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])(
  'while local HOST=%s is this machine',
  (HOST) => expect(problemsOf({ ...local, HOST })).toEqual([]),
)

test('all problems are reported together', () => {
  const problems = problemsOf({
    PI_API_KEY: local.PI_API_KEY,
    PORT: 'x',
    TRUST_PROXY: '-1',
    DATABASE_URL: 'mysql://db',
    LOG_LEVEL: 'trace',
  })
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'DATABASE_URL',
    'PORT',
    'TRUST_PROXY',
    'PI_API_KEY',
    'LOG_LEVEL',
  ])
})

test('P22: no problem repeats a value, whatever is wrong', () => {
  const canary = 'CANARY5ecret'
  const names = [
    'PI_API_URL',
    'PI_API_KEY',
    'PI_HORIZON_URL',
    'MOCK_HOST',
    'PI_NETWORK',
    'PI_WALLET_SEED',
    'PI_WALLET_ADDRESS',
    'DATABASE_URL',
    'HOST',
    'PORT',
    'METRICS_HOST',
    'METRICS_PORT',
    'PUBLIC_DETAILS',
    'TRUST_PROXY',
    'RATE_LIMIT_PER_KEY',
    'LOG_LEVEL',
    'UPSTREAM_TIMEOUT_MS',
    'PROXY_READY',
    'PROXY_RESET_COMMAND',
  ]
  const shapes = [
    canary,
    `${canary} ${canary}`,
    `https://${canary}:${canary}@host/${canary}?${canary}#${canary}`,
    `postgres://${canary}:${canary}@${canary}/${canary}?${canary}=${canary}`,
    `postgres://${canary}:%zz${canary}@${canary}/${canary}`,
  ]
  const told = shapes.flatMap((shape) =>
    problemsOf(Object.fromEntries(names.map((name) => [name, shape]))),
  )
  expect(told.length).toBeGreaterThan(60)
  expect(told.filter((problem) => problem.toLowerCase().includes(canary.toLowerCase()))).toEqual([])
})

test('P23: the variables that hold secrets are named for deletion', () => {
  expect(secretVariables).toEqual(['PI_API_KEY', 'PI_WALLET_SEED', 'DATABASE_URL'])
})

test('docs/configuration.md names every variable', async () => {
  const document = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
  const missing = Object.keys(serverVariables.shape).filter(
    (name) => !document.includes(`\`${name}\``),
  )
  expect(missing).toEqual([])
})
