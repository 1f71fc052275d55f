import { expect, onTestFinished, test } from 'vitest'
import type { Env } from './env.ts'
import { parseConfig, parseDatabaseConfig } from './config.ts'

const production = { PI_API_KEY: 'k'.repeat(64) }
const local = { PI_API_URL: 'http://127.0.0.1:3141', PI_API_KEY: `alohamock${'0'.repeat(55)}` }
const unchecked = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
const remote = { DATABASE_URL: 'postgres://me:secret@db.example/aloha?sslmode=verify-full' }
const nearby = { DATABASE_URL: 'postgres://me:secret@127.0.0.1/aloha' }

function problemsOf(
  env: Env,
  parse: typeof parseConfig | typeof parseDatabaseConfig = parseConfig,
) {
  const parsed = parse(env)
  return parsed.ok ? [] : parsed.problems
}

test.each<[string, Env]>([
  ['in front of the real Pi', production],
  [
    'with one upstream that is not local',
    { ...production, ...local, PI_API_KEY: 'k', PI_HORIZON_URL: 'https://api.testnet.minepi.com' },
  ],
  ['with a Postgres that is not local', { ...local, ...remote }],
])('TLS that checks no certificate is refused %s', (_, env) => {
  expect(problemsOf({ ...env, ...unchecked })).toEqual([
    expect.stringMatching(/^NODE_TLS_REJECT_UNAUTHORIZED must not be 0 /),
  ])
  // Only 0 has an effect.
  expect(problemsOf({ ...env, NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([])
})

test('it is refused as well when only the process has the variable', () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  onTestFinished(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'])
  expect(problemsOf(production)).toHaveLength(1)
  expect(problemsOf(local)).toEqual([])
})

test('while everything is local there is no certificate to check', () => {
  for (const database of [{}, nearby]) {
    expect(problemsOf({ ...local, ...database, ...unchecked })).toEqual([])
  }
})

test('the operator commands refuse it for a Postgres that needs TLS', () => {
  expect(problemsOf({ ...remote, ...unchecked }, parseDatabaseConfig)).toHaveLength(1)
  expect(problemsOf({ ...nearby, ...unchecked }, parseDatabaseConfig)).toEqual([])
  expect(problemsOf(unchecked, parseDatabaseConfig)).toEqual([])
})

test.each(['--insecure-http-parser', '--no-warnings --insecure_http_parser'])(
  'NODE_OPTIONS=%s relaxes the HTTP parser, and is refused in front of a mock too',
  (NODE_OPTIONS) => {
    for (const env of [production, local]) {
      expect(problemsOf({ ...env, NODE_OPTIONS })).toEqual([
        expect.stringMatching(/^The Node option --insecure-http-parser must be absent: /),
      ])
    }
    // The commands serve nothing.
    expect(problemsOf({ NODE_OPTIONS }, parseDatabaseConfig)).toEqual([])
  },
)

test.each(['--tls-keylog=/tmp/keys', '--max-old-space-size=512 --tls_keylog=keys', '--trace-tls'])(
  'NODE_OPTIONS=%s writes down what TLS hides, and is refused',
  (NODE_OPTIONS) => {
    expect(problemsOf({ ...production, NODE_OPTIONS })).toEqual([
      expect.stringMatching(/^The Node option --(tls-keylog|trace-tls) must be absent/),
    ])
    expect(problemsOf({ ...local, NODE_OPTIONS })).toEqual([])
  },
)

test.each([
  ['PGSSLMODE', 'no-verify'],
  ['PGSSLMODE', 'disable'],
  ['PGSSLNEGOTIATION', 'direct'],
  ['PGPORT', '6432'],
  ['PGOPTIONS', '-c synchronous_commit=off'],
  ['PGBINARY', '1'],
  ['PGCLIENT_ENCODING', 'latin1'],
  ['PGREPLICATION', 'database'],
  ['NODE_PG_FORCE_NATIVE', '1'],
])('%s=%s would change the connection to Postgres, and is refused', (name, value) => {
  for (const database of [nearby, remote]) {
    for (const parse of [parseConfig, parseDatabaseConfig]) {
      expect(problemsOf({ ...production, ...database, [name]: value }, parse)).toEqual([
        `${name} must be absent: only DATABASE_URL configures the connection to Postgres`,
      ])
      expect(problemsOf({ ...production, ...database, [name]: '' }, parse)).toEqual([])
    }
  }
  expect(problemsOf({ ...production, [name]: value })).toEqual([])
})

test.each([
  ['NODE_EXTRA_CA_CERTS', '/etc/ssl/own-ca.pem'],
  ['NODE_OPTIONS', '--use-openssl-ca --tls-max-v1.2'],
  ['PGUSER', 'proxy_server'],
  ['PGPASSWORD', 'secret'],
  ['PGHOST', 'other.example'],
])('%s=%s weakens nothing', (name, value) => {
  expect(problemsOf({ ...production, ...remote, [name]: value })).toEqual([])
})
