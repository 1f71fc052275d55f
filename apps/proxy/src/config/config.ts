import type { Network } from '@aloha-pi/contracts/platform'

export type DatabaseConfig = { kind: 'pglite'; dataDir: string } | { kind: 'postgres'; url: string }

export type Config = {
  upstream: {
    /** Origins, without a trailing slash. */
    apiUrl: string
    horizonUrl: string
    network: Network
    apiKey: string
    timeoutMs: number
    /** Every upstream is loopback: the mock. Only then the development key and a mock key are accepted. */
    local: boolean
  }
  /** Payouts need it; until then it is only checked. */
  wallet: { address?: string; seed?: string; seedFile?: string }
  database: DatabaseConfig
  /** `hosts` as `listen` of contract-http takes them; port 0 is a free one. */
  http: { hosts: readonly string[]; port: number; trustProxy: number; publicDetails: boolean }
  /** Absent when METRICS_PORT is `off`. */
  metrics?: { hosts: readonly string[]; port: number }
  /** Requests per minute. */
  rateLimits: { perKey: number; perAddress: number; anonymous: number }
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** What `serve` prints when it is ready. */
  ready: 'text' | 'json'
}

export type Env = Record<string, string | undefined>

/** Variables that hold secrets: main deletes them from the environment once they are read. */
export const secretVariables = ['PI_API_KEY', 'PI_WALLET_SEED', 'DATABASE_URL'] as const
