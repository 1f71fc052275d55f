import type { Env } from './env.ts'
import { describeIssue } from '@aloha-pi/contracts'
import type { Network } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { needsTls } from './database-url.ts'
import { toPayoutConfig, type PayoutConfig } from './payout-variables.ts'
import { readSecretFiles } from './read-secret-files.ts'
import { findUnsafeParser, findUnsafeProcess } from './unsafe-process.ts'
import { areUpstreamsLocal, findUnsafeSettings, horizonUrl } from './unsafe-settings.ts'
import { databaseVariables, serverVariablesFor, type ServerVariables } from './variables.ts'

export type DatabaseConfig = { kind: 'pglite'; dataDir: string } | { kind: 'postgres'; url: string }

export type Config = {
  upstream: {
    /** Origins, without a trailing slash. */
    apiUrl: string
    horizonUrl: string
    network: Network
    apiKey: string
    timeoutMs: number
    /**
     * Every upstream is loopback, or at the host of MOCK_HOST: the mock. Only then the development key and a mock key
     * are accepted.
     */
    local: boolean
    /** Of the mock, where it is not on this machine. */
    mockHost?: string
  }
  /** For payouts; `readWalletSeed` gets the seed. */
  wallet: { address?: string; seed?: string; seedFile?: string }
  payouts: PayoutConfig
  database: DatabaseConfig
  /** `hosts` as `listen` of express-server takes them; port 0 is a free one. */
  http: {
    hosts: readonly string[]
    port: number
    trustProxy: number
    /** Undefined: as many as the server has, behind a reverse proxy; else the built-in number. */
    maxConnectionsPerAddress: number | undefined
    publicDetails: boolean
  }
  /** Absent when METRICS_PORT is `off`. */
  metrics?: { hosts: readonly string[]; port: number }
  /** Requests per minute. */
  rateLimits: { perKey: number; perAddress: number; anonymous: number }
  logLevel: ServerVariables['LOG_LEVEL']
  /** What `serve` prints when it is ready. */
  ready: 'text' | 'json'
  /** Resets the mock and the database together; set where `pnpm start` runs both. */
  resetCommand?: string
}

/** Every problem is a sentence that names the variable and its rule, never a value. */
export type Parsed<T> = { ok: true; config: T } | { ok: false; problems: string[] }

/** Variables that hold secrets: main deletes them from the environment once they are read. */
export const secretVariables = ['PI_API_KEY', 'PI_WALLET_SEED', 'DATABASE_URL'] as const

/** The configuration of the server, or everything that is wrong with it. */
export function parseConfig(given: Env): Parsed<Config> {
  const { env, problems: ofFiles } = readSecretFiles(given)
  const parsed = parseVariables(serverVariablesFor(env), env, ofFiles)
  const problems = [
    ...parsed.problems,
    ...findUnsafeSettings(parsed.values),
    ...findUnsafeParser(env),
    ...findUnsafeProcess(env, {
      tls: !areUpstreamsLocal(parsed.values) || needsTls(parsed.values.DATABASE_URL),
      postgres: parsed.values.DATABASE_URL != null,
    }),
  ]
  return parsed.complete && problems.length === 0
    ? { ok: true, config: toConfig(parsed.values) }
    : { ok: false, problems }
}

/** What the operator commands need: they run without the settings of the server. */
export function parseDatabaseConfig(given: Env): Parsed<DatabaseConfig> {
  const { env, problems: ofFiles } = readSecretFiles(given)
  const parsed = parseVariables(databaseVariables, env, ofFiles)
  const { DATABASE_URL: url } = parsed.values
  const unsafe = findUnsafeProcess(env, { tls: needsTls(url), postgres: url != null })
  const problems = [...parsed.problems, ...unsafe]
  return parsed.complete && problems.length === 0
    ? { ok: true, config: toDatabaseConfig(parsed.values) }
    : { ok: false, problems }
}

type ParsedVariables<T> = { problems: string[] } & (
  | { complete: true; values: T }
  | { complete: false; values: Partial<T> }
)

/**
 * Parses one variable after the other: a bad one hides neither the values nor the problems of others. `known`: what is
 * wrong with a variable already.
 */
function parseVariables<S extends z.ZodObject>(
  schema: S,
  env: Env,
  known: ReadonlyMap<string, string>,
): ParsedVariables<z.infer<S>> {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, rules] of Object.entries(schema.shape)) {
    const problem = known.get(name)
    if (problem != null) {
      problems.push(problem)
      continue
    }
    const parsed = z.safeParse(rules, env[name] === '' ? undefined : env[name])
    if (parsed.success) values[name] = parsed.data
    else problems.push(`${name} ${describeIssue(parsed.error, name).rule}`)
  }
  const complete = problems.length === 0
  // Each value is what its own schema in the shape of S made of it.
  return { problems, complete, values } as ParsedVariables<z.infer<S>>
}

function toConfig(settings: ServerVariables): Config {
  return {
    upstream: {
      apiUrl: settings.PI_API_URL,
      horizonUrl: horizonUrl(settings),
      network: settings.PI_NETWORK,
      apiKey: settings.PI_API_KEY,
      timeoutMs: settings.UPSTREAM_TIMEOUT_MS,
      local: areUpstreamsLocal(settings),
      ...(settings.MOCK_HOST != null && { mockHost: settings.MOCK_HOST }),
    },
    wallet: toWallet(settings),
    payouts: toPayoutConfig(settings),
    database: toDatabaseConfig(settings),
    http: {
      hosts: settings.HOST,
      port: settings.PORT,
      trustProxy: settings.TRUST_PROXY,
      maxConnectionsPerAddress: settings.MAX_CONNECTIONS_PER_ADDRESS,
      publicDetails: settings.PUBLIC_DETAILS,
    },
    ...(settings.METRICS_PORT === 'off'
      ? {}
      : { metrics: { hosts: settings.METRICS_HOST, port: settings.METRICS_PORT } }),
    rateLimits: {
      perKey: settings.RATE_LIMIT_PER_KEY,
      perAddress: settings.RATE_LIMIT_PER_ADDRESS,
      anonymous: settings.RATE_LIMIT_ANONYMOUS,
    },
    logLevel: settings.LOG_LEVEL,
    ready: settings.PROXY_READY,
    ...(settings.PROXY_RESET_COMMAND != null && { resetCommand: settings.PROXY_RESET_COMMAND }),
  }
}

function toWallet(settings: ServerVariables): Config['wallet'] {
  const { PI_WALLET_ADDRESS, PI_WALLET_SEED, PI_WALLET_SEED_FILE } = settings
  return {
    ...(PI_WALLET_ADDRESS == null ? {} : { address: PI_WALLET_ADDRESS }),
    ...(PI_WALLET_SEED == null ? {} : { seed: PI_WALLET_SEED }),
    ...(PI_WALLET_SEED_FILE == null ? {} : { seedFile: PI_WALLET_SEED_FILE }),
  }
}

function toDatabaseConfig(settings: z.infer<typeof databaseVariables>): DatabaseConfig {
  const { DATABASE_URL, DATA_DIR } = settings
  return DATABASE_URL == null
    ? { kind: 'pglite', dataDir: DATA_DIR }
    : { kind: 'postgres', url: DATABASE_URL }
}
