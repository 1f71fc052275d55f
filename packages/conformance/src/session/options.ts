import { describeIssue } from '@aloha-pi/contracts'
import { paymentIdSchema } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import type { Send } from '../http/wire.ts'
import type { CaseResult } from '../report/report.ts'
import type { Clock } from '../system-ports.ts'
import { InvalidOptionError } from '../could-not-run-error.ts'

/** What is tested, and how far the run may go. */
export type ConformanceOptions = {
  target: 'platform' | 'aloha'
  /** Origin of the target; one trailing `/v2` or `/v1/transaction` is removed. */
  baseUrl: string
  /** The server's API key, or a key of the aloha-pi API. */
  apiKey: string
  /** Origin of the mock that is the target, or that is behind an aloha target. */
  control?: string | undefined
  /** Without it nothing but GET is sent. */
  write?: boolean | undefined
  /** Against the real network: payments of `Pi Network`, and writes at api.minepi.com. */
  allowMainnet?: boolean | undefined
  /** A payment that exists, for reads. */
  payment?: string | undefined
  /** Of a user, for `/me`. */
  accessToken?: string | undefined
  /** Of another client of an aloha target: what belongs to one is not there for the other. */
  otherApiKey?: string | undefined
  /** The details of an aloha target need a key: PUBLIC_DETAILS=false. */
  privateDetails?: boolean | undefined
  /** Only cases whose id begins so. */
  only?: readonly string[] | undefined
  /** Of everything that is made up; the same seed makes up the same. */
  seed?: number | undefined
  /** How often each property is tried. */
  runs?: number | undefined
  /** For each exchange. */
  timeoutMs?: number | undefined
  /** Ports, for tests. */
  send?: Send | undefined
  clock?: Clock | undefined
  newId?: (() => string) | undefined
  /** Sees each result as it comes. */
  onResult?: ((result: CaseResult) => void) | undefined
  /** Sees what is worth knowing while it runs, like waiting for a limit. */
  onNote?: ((sentence: string) => void) | undefined
}

const origin = (suffix: RegExp) =>
  z
    .string()
    .transform((url) => url.replace(/\/$/, '').replace(suffix, ''))
    .refine(isOrigin, 'must be an origin, like http://127.0.0.1:3141')

const header = z
  .string()
  .min(1, 'must not be empty')
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')

const optionsSchema = z.object({
  target: z.enum(['platform', 'aloha'], 'must be "platform" or "aloha"'),
  baseUrl: origin(/\/(v2|v1\/transaction)$/),
  apiKey: header,
  control: origin(/\/_mock$/).optional(),
  write: z.boolean().default(false),
  allowMainnet: z.boolean().default(false),
  payment: paymentIdSchema.optional(),
  accessToken: header.optional(),
  otherApiKey: header.optional(),
  privateDetails: z.boolean().default(false),
  only: z.array(z.string()).readonly().optional(),
  seed: z
    .number()
    .int('must be whole')
    .min(1, 'must be at least 1')
    .max(2 ** 31 - 1)
    .default(1),
  runs: z.number().int('must be whole').min(1, 'must be at least 1').max(10_000).default(25),
  timeoutMs: z.number().int('must be whole').min(1, 'must be at least 1').default(30_000),
})
export type CheckedOptions = z.infer<typeof optionsSchema>

/** The options with their defaults; throws InvalidOptionError. */
export function checkOptions(options: ConformanceOptions): CheckedOptions {
  const parsed = optionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, 'options')
  throw new InvalidOptionError(field, rule)
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, origin: own, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && own === text.toLowerCase() && username + password === ''
}
