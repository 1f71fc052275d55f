import { isWallet } from './read-options.ts'

export type LaneRequest =
  | { type: 'lane show' | 'lane new-deployment' }
  | { type: 'lane start-at'; wallet: string; cursor: string; sequence: bigint }
  /** Without a wallet: the only one. */
  | { type: 'lane adopt'; wallet: string | undefined }
type Read = { ok: true; request: LaneRequest } | { ok: false; problem: string }

export const laneUsage = `proxy payouts lane show
proxy payouts lane adopt [WALLET]
proxy payouts lane new-deployment
proxy payouts lane start-at WALLET CURSOR SEQUENCE`

/** The largest number that a sequence or a position on the chain can be. */
const MAX_INT64 = 9_223_372_036_854_775_807n

/** What follows `payouts lane`. */
export function readLane([type, ...rest]: string[]): Read {
  switch (type) {
    case 'show':
    case 'new-deployment':
      return rest.length === 0
        ? { ok: true, request: { type: `lane ${type}` } }
        : refuse(`payouts lane ${type} takes no arguments`)
    case 'adopt':
      return readAdopt(rest)
    case 'start-at':
      return readStartAt(rest)
    default:
      return refuse('payouts lane must be followed by show, adopt, new-deployment or start-at')
  }
}

function readAdopt(args: string[]): Read {
  const [wallet] = args
  if (args.length > 1 || (wallet != null && !isWallet(wallet))) {
    return refuse('payouts lane adopt takes one wallet address, or nothing when there is one lane')
  }
  return { ok: true, request: { type: 'lane adopt', wallet } }
}

function readStartAt(args: string[]): Read {
  const [wallet, cursor, sequenceText] = args
  const token = readInt64(cursor)
  const sequence = readInt64(sequenceText)
  if (args.length !== 3 || !isWallet(wallet) || token == null || sequence == null) {
    return refuse(
      "payouts lane start-at takes a wallet address, the paging_token of one of its transactions, and the wallet's sequence after that transaction",
    )
  }
  const request = { type: 'lane start-at', wallet, cursor: String(token), sequence } as const
  return { ok: true, request }
}

function readInt64(text: string | undefined): bigint | undefined {
  if (text == null || !/^[1-9]\d{0,18}$/.test(text)) return undefined
  const value = BigInt(text)
  return value <= MAX_INT64 ? value : undefined
}

function refuse(problem: string): Read {
  return { ok: false, problem }
}
