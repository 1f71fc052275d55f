import { uidSchema } from '@aloha-pi/contracts/platform'
import { CLIENT_NAME } from '../keys/key-store.ts'
import type { PayoutFilter } from '../payouts/model/payout-filter.ts'
import { payoutStates, type PayoutState } from '../payouts/model/payout.ts'
import { readNumber, readOptions } from './read-options.ts'

export type ListRequest = {
  type: 'list'
  /** By its name, or by its id when the database does not know it. */
  client: string | undefined
  filter: Omit<PayoutFilter, 'clientId'>
  format: 'text' | 'json' | 'csv'
}
type Read = { ok: true; request: ListRequest } | { ok: false; problem: string }

export const listUsage = `proxy payouts list [--state held,signed] [--client NAME] [--key IDEMPOTENCY_KEY]
                   [--uid UID] [--txid TXID] [--older-than 10m] [--younger-than 2d]
                   [--limit 50] [--cursor ID] [--json | --csv]`

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 1_000
const WITH_VALUE = [
  'state',
  'client',
  'key',
  'uid',
  'txid',
  'older-than',
  'younger-than',
  'limit',
  'cursor',
]
const FLAGS = ['json', 'csv']
const KNOWN = [...WITH_VALUE, ...FLAGS].map((name) => `--${name}`)

/** What follows `payouts list`. A problem repeats no value: it may be a secret in the wrong place. */
export function readList(args: string[]): Read {
  const options = readOptions(args, WITH_VALUE, FLAGS)
  if (options == null || options.positionals.length > 0) {
    return refuse(`payouts list takes ${KNOWN.join(', ')}, each once, and nothing else`)
  }
  const { values, flags } = options
  for (const [name, rule] of Object.entries(rules)) {
    const value = values[name]
    if (value != null && !rule.isMet(value)) return refuse(`--${name} must be ${rule.says}`)
  }
  const { state, limit = String(DEFAULT_LIMIT) } = values
  const [olderThanMs, youngerThanMs] = [values['older-than'], values['younger-than']].map(readAge)
  if (olderThanMs != null && youngerThanMs != null && olderThanMs >= youngerThanMs) {
    return refuse('--older-than must be less than --younger-than: no payout is both')
  }
  if (flags.size > 1) return refuse('payouts list takes --json or --csv, not both')
  const filter = {
    states: state?.split(',').filter(isState),
    idempotencyKey: values['key'],
    uid: values['uid'],
    txid: values['txid']?.toLowerCase(),
    olderThanMs,
    youngerThanMs,
    after: values['cursor'],
    limit: Number(limit),
  }
  const format = flags.has('json') ? 'json' : flags.has('csv') ? 'csv' : 'text'
  return { ok: true, request: { type: 'list', client: values['client'], filter, format } }
}

type Rule = { isMet: (value: string) => boolean; says: string }

const matches = (pattern: RegExp) => (value: string) => pattern.test(value)
const age: Rule = {
  isMet: (value) => readAge(value) != null,
  says: 'an age like 90s, 10m, 2h or 3d, at most 3650d',
}

const rules: Record<string, Rule> = {
  state: {
    isMet: (value) => value.split(',').every(isState),
    says: `a list like held,signed out of: ${payoutStates.join(', ')}`,
  },
  client: {
    isMet: matches(new RegExp(CLIENT_NAME)),
    says: 'the name of a client, as keys list shows it',
  },
  // A derived key is one as well.
  key: {
    isMet: matches(/^[\x20-\x7e]{1,255}$/),
    says: 'an idempotency key: 1 to 255 printable ASCII characters',
  },
  uid: {
    isMet: (value) => uidSchema.safeParse(value).success,
    says: 'a uid like a1111111-aaaa-bbbb-2222-ccccccc3333d',
  },
  txid: { isMet: matches(/^[0-9a-fA-F]{64}$/), says: '64 characters 0-9, a-f' },
  'older-than': age,
  'younger-than': age,
  limit: {
    isMet: (value) => readNumber(value, MAX_LIMIT) != null,
    says: `a whole number from 1 to ${MAX_LIMIT}`,
  },
  cursor: {
    isMet: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    says: 'what the page before ended with: the id of its last payout',
  },
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const MAX_AGE_MS = 3_650 * UNITS.d

/** Milliseconds; undefined when it is not an age. */
export function readAge(text: string | undefined): number | undefined {
  const { count, unit } = /^(?<count>\d{1,9})(?<unit>[smhd])$/.exec(text ?? '')?.groups ?? {}
  const ms = Number(count ?? 0) * (UNITS[unit as keyof typeof UNITS] ?? 0)
  return ms > 0 && ms <= MAX_AGE_MS ? ms : undefined
}

function isState(text: string): text is PayoutState {
  return payoutStates.some((state) => state === text)
}

function refuse(problem: string): Read {
  return { ok: false, problem }
}
