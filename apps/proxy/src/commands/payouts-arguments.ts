import { CLIENT_NAME } from '../keys/key-store.ts'
import { laneUsage, readLane, type LaneRequest } from './lane-arguments.ts'
import { listUsage, readAge, readList, type ListRequest } from './list-arguments.ts'
import { isWallet, readNumber, readOptions } from './read-options.ts'

export type PayoutsRequest =
  | ListRequest
  | { type: 'show' | 'retry' | 'cancel'; id: string }
  | { type: 'settle'; id: string; cancelsPayment: boolean }
  | { type: 'release'; id: string; decision: 'retry' | 'cancel' }
  | { type: 'quarantine'; wallet: string; seconds: number }
  /** Of everything, or of one client by its name. */
  | { type: 'pause' | 'resume'; client: string | undefined }
  | { type: 'foreign'; hash: string }
  /** `since`: milliseconds before now, or a time. */
  | { type: 'reconcile'; since: number | Date }
  | LaneRequest
type Read = { ok: true; request: PayoutsRequest } | { ok: false; problem: string }

export const payoutsUsage = `${listUsage}
proxy payouts show ID
proxy payouts retry ID
proxy payouts cancel ID
proxy payouts release ID retry|cancel
proxy payouts settle ID paid-unconfirmed [--cancel-payment]
proxy payouts pause [--client NAME]
proxy payouts resume [--client NAME]
proxy payouts quarantine WALLET [--seconds 240]
proxy payouts foreign HASH
proxy payouts reconcile [--since 1d]
${laneUsage}`

/** A transaction that was forgotten stays valid for at most 180 s, and its ledger must be seen. */
export const QUARANTINE_SECONDS = 240
const MAX_SECONDS = 86_400

const SUBCOMMANDS =
  'list, show, retry, cancel, release, settle, pause, resume, quarantine, foreign, reconcile or lane'

/** What is asked for, or the first problem as a sentence. */
export function readPayoutsArguments(args: readonly string[]): Read {
  const [type, ...rest] = args
  switch (type) {
    case 'list':
      return readList(rest)
    case 'show':
    case 'retry':
    case 'cancel':
      return readId(type, rest)
    case 'release':
      return readRelease(rest)
    case 'settle':
      return readSettle(rest)
    case 'pause':
    case 'resume':
      return readPause(type, rest)
    case 'quarantine':
      return readQuarantine(rest)
    case 'foreign':
      return readForeign(rest)
    case 'reconcile':
      return readReconcile(rest)
    case 'lane':
      return readLane(rest)
    default:
      return refuse(`payouts must be followed by ${SUBCOMMANDS}`)
  }
}

function readId(type: 'show' | 'retry' | 'cancel', args: string[]): Read {
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

/** The word at the end says what is decided: no one settles a payout by a slip. */
function readSettle(args: string[]): Read {
  const [id, end, flag] = args
  const isFlag = args.length === 2 || (args.length === 3 && flag === '--cancel-payment')
  if (!isFlag || !isPayoutId(id) || end !== 'paid-unconfirmed') {
    return refuse(
      'payouts settle takes a payout id or payment id, and paid-unconfirmed; then --cancel-payment or nothing',
    )
  }
  return { ok: true, request: { type: 'settle', id, cancelsPayment: args.length === 3 } }
}

function readPause(type: 'pause' | 'resume', args: string[]): Read {
  const options = readOptions(args, ['client'])
  if (options == null || options.positionals.length > 0) {
    return refuse(`payouts ${type} takes --client NAME once, or nothing for all clients`)
  }
  const { client } = options.values
  if (client != null && !new RegExp(CLIENT_NAME).test(client)) {
    return refuse('--client must be the name of a client, as keys list shows it')
  }
  return { ok: true, request: { type, client } }
}

function readQuarantine(args: string[]): Read {
  const options = readOptions(args, ['seconds'])
  const wallet = options?.positionals[0]
  if (options == null || options.positionals.length !== 1 || !isWallet(wallet)) {
    return refuse('payouts quarantine takes one wallet address, and --seconds')
  }
  const seconds = readNumber(options.values['seconds'] ?? String(QUARANTINE_SECONDS), MAX_SECONDS)
  if (seconds == null) return refuse(`--seconds must be a whole number from 1 to ${MAX_SECONDS}`)
  return { ok: true, request: { type: 'quarantine', wallet, seconds } }
}

function readForeign(args: string[]): Read {
  const [hash] = args
  if (args.length !== 1 || hash == null || !/^[0-9a-fA-F]{64}$/.test(hash)) {
    return refuse('payouts foreign takes one transaction hash: 64 characters 0-9, a-f')
  }
  return { ok: true, request: { type: 'foreign', hash: hash.toLowerCase() } }
}

function readReconcile(args: string[]): Read {
  const options = readOptions(args, ['since'])
  if (options == null || options.positionals.length > 0) {
    return refuse('payouts reconcile takes --since once, and nothing else')
  }
  const { since = '1d' } = options.values
  const day = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(since) ? new Date(since) : undefined
  const read = readAge(since) ?? (Number.isNaN(day?.getTime()) ? undefined : day)
  return read == null
    ? refuse(
        '--since must be an age like 12h or 7d, or a time like 2026-11-01 or 2026-11-01T08:00:00Z',
      )
    : { ok: true, request: { type: 'reconcile', since: read } }
}

function isPayoutId(text: string | undefined): text is string {
  return text != null && /^[A-Za-z0-9_-]{1,64}$/.test(text)
}

function refuse(problem: string): Read {
  return { ok: false, problem }
}
