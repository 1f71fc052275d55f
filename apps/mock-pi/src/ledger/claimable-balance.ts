import { hash } from 'node:crypto'
import type { Asset, Claimant } from './envelope.ts'
import { decodeStrkey } from './strkey.ts'

/** An amount that waits for one of its claimants. Its predicates know absolute times only. */
export type ClaimableBalance = {
  /** 72 hex digits: the type of the id, and its hash. */
  id: string
  asset: Asset
  /** Stroops, or units of 0.0000001. */
  amount: bigint
  claimants: readonly Claimant[]
  /** Whose reserve it takes: one part for each claimant. */
  sponsor: string
  isClawbackEnabled: boolean
  lastModifiedLedger: number
  /** Close time (ms) of that ledger. */
  lastModifiedAt: number
}

/** The operation that an id names: the transaction's source and sequence, and the place in it from 0. */
export type OperationPlace = { source: string; sequence: bigint; index: number }

/** Type 0 of a ClaimableBalanceID. */
const ID_TYPE = '00000000'
const ENVELOPE_TYPE_OP_ID = 6
const KEY_TYPE_ED25519 = 0

/** The id of the balance that an operation makes (core: getBalanceID, the hash of a HashIDPreimage). */
export function balanceIdOf({ source, sequence, index }: OperationPlace): string {
  const key = decodeStrkey('G', source)
  if (key == null) throw new Error(`${source} is not an address of an account`)
  const preimage = Buffer.alloc(4 + 4 + 32 + 8 + 4)
  preimage.writeInt32BE(ENVELOPE_TYPE_OP_ID, 0)
  preimage.writeInt32BE(KEY_TYPE_ED25519, 4)
  key.copy(preimage, 8)
  preimage.writeBigInt64BE(sequence, 40)
  preimage.writeUInt32BE(index, 48)
  return ID_TYPE + hash('sha256', preimage, 'hex')
}

/** The hash in an id, which its XDR holds. */
export function hashOfBalanceId(id: string): Buffer {
  return Buffer.from(id.slice(ID_TYPE.length), 'hex')
}

/** The id with a hash. */
export function balanceIdWith(bytes: Uint8Array): string {
  return ID_TYPE + Buffer.from(bytes).toString('hex')
}
