import type { SigningOrder } from '../payouts/model/ports.ts'

/** What the signer signs for, beside the rules that never change. Amounts in stroops. */
export type SigningLimits = {
  wallet: string
  /** Also the passphrase that goes into the signature. */
  network: string
  mostAmount: bigint
  mostFee: bigint
}

/** What a signer knows by itself. */
export type SignerView = SigningLimits & { /** Unix seconds of its own clock. */ now: number }

/** Bytes of a text memo on the chain. */
const MEMO_BYTES = 28
const MAX_SECONDS_AHEAD = 180
const LAST_SEQUENCE = 2n ** 63n - 1n

/** The first field of an order that must not be signed (P24), or undefined. */
export function findFault(
  order: SigningOrder,
  limits: SignerView,
  isAddress: (text: string) => boolean,
): string | undefined {
  const { source, destination, amount, memo, fee, maxTime, closedAt, sequence, network } = order
  const rules: [field: string, isKept: boolean][] = [
    ['source', source === limits.wallet],
    ['network', network === limits.network],
    ['sequence', sequence > 0n && sequence <= LAST_SEQUENCE],
    ['destination', destination !== source && isAddress(destination)],
    ['amount', amount > 0n && amount <= limits.mostAmount],
    ['memo', /^[A-Za-z0-9_-]+$/.test(memo) && Buffer.byteLength(memo) <= MEMO_BYTES],
    ['fee', fee > 0n && fee <= limits.mostFee],
    [
      'maxTime',
      Number.isSafeInteger(maxTime) &&
        closedAt > 0 &&
        maxTime > closedAt &&
        maxTime <= Math.max(closedAt, limits.now) + MAX_SECONDS_AHEAD,
    ],
  ]
  return rules.find(([, isKept]) => !isKept)?.[0]
}
