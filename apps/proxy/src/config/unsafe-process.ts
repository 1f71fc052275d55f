import { DEFAULT_CIPHERS, DEFAULT_MIN_VERSION } from 'node:tls'
import { constants } from 'node:crypto'
import { findInsecureParser } from '@aloha-pi/express-server'
import type { Env } from './env.ts'

/** Which connections the process is going to make. */
export type Connections = {
  /** Some of them need TLS. */
  tls: boolean
  /** The database is a Postgres. */
  postgres: boolean
}

/** What the driver takes from the environment beside the URL, other than a user name and a password. */
const PG_VARIABLES = [
  'PGSSLMODE',
  'PGSSLNEGOTIATION',
  'PGPORT',
  'PGOPTIONS',
  'PGBINARY',
  'PGCLIENT_ENCODING',
  'PGREPLICATION',
  'NODE_PG_FORCE_NATIVE',
]

/** Options of Node that write down what TLS hides. Node takes `_` for `-`. */
const REVEALING = ['--tls-keylog', '--trace-tls']

/**
 * What weakens connections from outside the configuration: the environment and options of Node itself. The
 * variables of the process count also when the configuration comes from elsewhere: Node and the driver read them.
 */
export function findUnsafeProcess(env: Env, { tls, postgres }: Connections): string[] {
  const isSet = (name: string) => valuesOf(env, name).some((value) => value !== '')
  return [
    ...(tls ? findTlsProblems(env) : []),
    ...(postgres ? PG_VARIABLES.filter(isSet) : []).map(
      (name) => `${name} must be absent: only DATABASE_URL configures the connection to Postgres`,
    ),
  ]
}

/** What would let the server read a request otherwise than the programs in front of it. */
export function findUnsafeParser(env: Env): string[] {
  const problem = findInsecureParser(nodeOptions(env))
  return problem == null ? [] : [problem]
}

const UNLESS =
  'unless PI_API_URL and PI_HORIZON_URL are loopback addresses and DATABASE_URL needs no TLS'

function findTlsProblems(env: Env): string[] {
  const isUnchecked = valuesOf(env, 'NODE_TLS_REJECT_UNAUTHORIZED').includes('0')
  return [
    isUnchecked
      ? `NODE_TLS_REJECT_UNAUTHORIZED must not be 0 ${UNLESS}: it accepts any certificate`
      : undefined,
    /^TLSv1\.[23]$/.test(DEFAULT_MIN_VERSION)
      ? undefined
      : `The Node option --tls-min must not allow less than TLS 1.2 ${UNLESS}`,
    areBuiltIn(DEFAULT_CIPHERS)
      ? undefined
      : `The Node option --tls-cipher-list must not add a cipher to Node's own list ${UNLESS}`,
    ...REVEALING.filter(isNodeOption(env)).map(
      (option) =>
        `The Node option ${option} must be absent ${UNLESS}: it writes TLS secrets to a file`,
    ),
  ].filter((problem) => problem != null)
}

function areBuiltIn(ciphers: string): boolean {
  const builtIn = new Set(constants.defaultCoreCipherList.split(':'))
  return ciphers.split(':').every((each) => each.startsWith('!') || builtIn.has(each))
}

function isNodeOption(env: Env) {
  const options = nodeOptions(env).join(' ').replaceAll('_', '-')
  return (option: string) => options.includes(option)
}

function nodeOptions(env: Env): string[] {
  return [...process.execArgv, ...valuesOf(env, 'NODE_OPTIONS')]
}

function valuesOf(env: Env, name: string): string[] {
  // Node and the driver read it there, wherever the configuration comes from.
  // oxlint-disable-next-line no-restricted-properties
  return [env[name], process.env[name]].filter((value) => value != null)
}
