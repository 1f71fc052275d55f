import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { decodeKey, encodeAddress } from './strkey.ts'

/** One payment of Pi with a text memo, as the wallet of an app sends it. */
export type Transfer = {
  seed: string
  to: string
  stroops: bigint
  memo: string
  network: string
  /** Of this transaction: one more than the account's. */
  sequence: bigint
  fee: number
  /** Unix seconds after which no ledger takes it. */
  maxTime: bigint
}

const ENVELOPE_TYPE_TX = 2
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The transaction as base64 XDR, signed, and its hash. Written by hand: it must not share code with a mock. */
export function signTransfer(transfer: Transfer): { xdr: string; hash: string } {
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, decodeKey(transfer.seed)]),
    format: 'der',
    type: 'pkcs8',
  })
  const source = publicKey(key)
  const transaction = encodeTransaction(transfer, source)
  const networkId = createHash('sha256').update(transfer.network).digest()
  const hash = createHash('sha256')
    .update(Buffer.concat([networkId, uint32(ENVELOPE_TYPE_TX), transaction]))
    .digest()
  const signatures = [uint32(1), source.subarray(28), opaque(sign(null, hash, key))]
  const envelope = Buffer.concat([uint32(ENVELOPE_TYPE_TX), transaction, ...signatures])
  return { xdr: envelope.toString('base64'), hash: hash.toString('hex') }
}

/** The address of the wallet with this seed. */
export function addressOf(seed: string): string {
  const der = Buffer.concat([PKCS8_ED25519, decodeKey(seed)])
  return encodeAddress(publicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })))
}

function publicKey(key: KeyObject): Buffer {
  // The raw key is the end of the SPKI form.
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
}

/** XDR of a transaction with time bounds, a text memo and one native payment. */
function encodeTransaction(
  { to, stroops, memo, sequence, fee, maxTime }: Transfer,
  source: Buffer,
): Buffer {
  const ed25519 = uint32(0)
  const timeBounds = [uint32(1), uint64(0n), uint64(maxTime)]
  const textMemo = [uint32(1), opaque(Buffer.from(memo))]
  const payment = [uint32(0), uint32(1), ed25519, decodeKey(to), uint32(0), uint64(stroops)]
  const head = [ed25519, source, uint32(fee), uint64(sequence)]
  const one = uint32(1)
  return Buffer.concat([...head, ...timeBounds, ...textMemo, one, ...payment, uint32(0)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return bytes
}

/** Variable length: its size, its bytes, and zeros up to a multiple of 4. */
function opaque(bytes: Buffer): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}
