import { isIP } from 'node:net'
import { LOOPBACK } from '@aloha-pi/express-server'
import { walletAddressSchema } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { baseUrl } from './base-url.ts'
import { databaseUrlSchema } from './database-url.ts'
import type { Env } from './env.ts'
import { payoutVariables } from './payout-variables.ts'
import { choice, wholeNumber } from './variable-kinds.ts'

const port = wholeNumber(0, 65_535)
const hosts = z
  .string()
  .refine(
    (host) => host === 'localhost' || isIP(host) !== 0,
    'must be an IP address to bind, or localhost',
  )
  .transform((host): readonly string[] => (host === 'localhost' ? LOOPBACK : [host]))
  .default(LOOPBACK)

/** A name, never one of Pi: what is at a mock's host gets the development key, and may get plain http. */
const mockHost = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    'must be the host name of a mock in another container, without port',
  )
  .refine((host) => !/(^|\.)(minepi|pinet)\.com$/.test(host), 'must not be a host of Pi')

/** The form of a secret key; its checksum is for the code that signs with it. */
export const walletSeedSchema = z
  .string()
  .regex(/^S[A-Z2-7]{55}$/, 'must be a wallet seed: S and 55 characters A-Z, 2-7')

/** Which database: the operator commands read only these. */
export const databaseVariables = z.object({
  DATABASE_URL: databaseUrlSchema.optional(),
  DATABASE_URL_FILE: z.string().optional(),
  DATA_DIR: z.string().default('.data/proxy'),
})

/** Every variable that the server reads; an empty one counts as absent. Rules that join several: `unsafe-settings.ts`. */
export const serverVariables = databaseVariables.extend(payoutVariables.shape).extend({
  MOCK_HOST: mockHost.optional(),
  PI_API_URL: baseUrl().default('https://api.minepi.com'),
  PI_API_KEY: z
    .string('is required: the Server API key of your app in the Pi Developer Portal')
    .regex(
      /^[\x21-\x7e]{1,256}$/,
      'must be the bare key: 1 to 256 printable characters, no spaces',
    ),
  PI_API_KEY_FILE: z.string().optional(),
  PI_HORIZON_URL: baseUrl().optional(),
  PI_NETWORK: choice('Pi Network', 'Pi Testnet').default('Pi Testnet'),
  PI_WALLET_SEED: walletSeedSchema.optional(),
  PI_WALLET_SEED_FILE: z.string().optional(),
  PI_WALLET_ADDRESS: walletAddressSchema.optional(),
  HOST: hosts,
  DEVELOPMENT_ON_NETWORK: choice('true', 'false').default('false'),
  PORT: port.default(3142),
  METRICS_HOST: hosts,
  METRICS_PORT: z.union([z.literal('off'), port], 'must be a port, or off').default(3143),
  PUBLIC_DETAILS: choice('true', 'false')
    .transform((value) => value === 'true')
    .default(true),
  TRUST_PROXY: wholeNumber(0, 16).default(0),
  MAX_CONNECTIONS_PER_ADDRESS: wholeNumber(1, 5_000).optional(),
  RATE_LIMIT_PER_KEY: wholeNumber(1, 1_000_000).default(600),
  RATE_LIMIT_PER_ADDRESS: wholeNumber(1, 1_000_000).default(1_200),
  RATE_LIMIT_ANONYMOUS: wholeNumber(1, 1_000_000).default(60),
  LOG_LEVEL: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  UPSTREAM_TIMEOUT_MS: wholeNumber(1, 120_000).default(15_000),
  PROXY_READY: choice('text', 'json').default('text'),
  PROXY_RESET_COMMAND: z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, 'must be a command of at most 200 printable characters')
    .optional(),
})

/** With the host of a mock, which plain http may go to. */
export function serverVariablesFor(env: Env) {
  const host = mockHost.safeParse(env['MOCK_HOST'] || undefined)
  if (!host.success) return serverVariables
  return serverVariables.extend({
    PI_API_URL: baseUrl(host.data).default('https://api.minepi.com'),
    PI_HORIZON_URL: baseUrl(host.data).optional(),
  })
}
export type ServerVariables = z.infer<typeof serverVariables>
