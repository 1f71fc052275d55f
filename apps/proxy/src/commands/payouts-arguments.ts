import { parseArgs } from 'node:util'
import { walletAddressSchema } from '@aloha-pi/contracts/platform'
import { payoutStates, type PayoutState } from '../payouts/payout.ts'

export type PayoutsRequest =
  | { type: 'list'; states: PayoutState[] | undefined; limit: number }
  | { type: 'show' | 'retry'; id: string }
  | { type: 'release'; id: string; decision: 'retry' | 'cancel' }
  | { type: 'quarantine'; wallet: string; seconds: number }
type Read = { ok: true; request: PayoutsRequest } | { ok: false; problem: string }

export const payoutsUsage = `proxy payouts list [--state held,signed] [--limit 50]
proxy payouts show ID
proxy payouts retry ID
proxy payouts release ID retry|cancel
proxy payouts quarantine WALLET [--seconds 240]`

/** A transaction that was forgotten stays valid for at most 180 s, and its ledger must be seen. */
const QUARANTINE_SECONDS = 240
const MOST_SECONDS = 86_400
const DEFAULT_LIMIT = 50
const MOST_LIMIT = 1_000

/** What is asked for, or the first problem as a sentence. */
export function readPayoutsArguments(args: readonly string[]): Read {
  const [type, ...rest] = args
  switch (type) {
    case 'list':
      return readList(rest)
    case 'show':
    case 'retry':
      return readId(type, rest)
    case 'release':
      return readRelease(rest)
    case 'quarantine':
      return readQuarantine(rest)
    default:
      return refuse('payouts must be followed by list, show, retry, release or quarantine')
  }
}

function readList(args: string[]): Read {
  const options = readOptions(args, ['state', 'limit'])
  if (options == null || options.positionals.length > 0) {
    return refuse('payouts list takes --state and --limit, each once, and nothing else')
  }
  const { state, limit = String(DEFAULT_LIMIT) } = options.values
  const states = state?.split(',')
  if (states != null && !states.every(isState)) {
    return refuse(`--state must be a list like held,signed out of: ${payoutStates.join(', ')}`)
  }
  const count = readNumber(limit, MOST_LIMIT)
  if (count == null) return refuse(`--limit must be a whole number from 1 to ${MOST_LIMIT}`)
  return { ok: true, request: { type: 'list', states, limit: count } }
}

function readId(type: 'show' | 'retry', args: string[]): Read {
  const [id] = args
  if (args.length !== 1 || !isPayoutId(id)) {
    return refuse(`payouts ${type} takes one payout id or payment id`)
  }
  return { ok: true, request: { type, id } }
}

function readRelease(args: string[]): Read {
  const [id, decision] = args
  if (args.length !== 2 || !isPayoutId(id) || (decision !== 'retry' && decision !== 'cancel')) {
    return refuse('payouts release takes a payout id or payment id, and retry or cancel')
  }
  return { ok: true, request: { type: 'release', id, decision } }
}

function readQuarantine(args: string[]): Read {
  const options = readOptions(args, ['seconds'])
  const wallet = walletAddressSchema.safeParse(options?.positionals[0])
  if (options == null || options.positionals.length !== 1 || !wallet.success) {
    return refuse('payouts quarantine takes one wallet address, and --seconds')
  }
  const seconds = readNumber(options.values['seconds'] ?? String(QUARANTINE_SECONDS), MOST_SECONDS)
  if (seconds == null) return refuse(`--seconds must be a whole number from 1 to ${MOST_SECONDS}`)
  return { ok: true, request: { type: 'quarantine', wallet: wallet.data, seconds } }
}

type Options = { values: Record<string, string | undefined>; positionals: string[] }

/** Undefined when an option is unknown, repeated or without a value. */
function readOptions(args: string[], names: readonly string[]): Options | undefined {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values, positionals, tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = tokens.filter(({ kind }) => kind === 'option').length
  const read: Options['values'] = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string' || !names.includes(name)) return undefined
    read[name] = value
  }
  return Object.keys(read).length === given ? { values: read, positionals } : undefined
}

function readNumber(text: string, most: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= most ? number : undefined
}

function isState(text: string): text is PayoutState {
  return payoutStates.some((state) => state === text)
}

function isPayoutId(text: string | undefined): text is string {
  return text != null && /^[A-Za-z0-9_-]{1,64}$/.test(text)
}

function refuse(problem: string): Read {
  return { ok: false, problem }
}
