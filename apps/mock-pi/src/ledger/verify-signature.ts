import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { EnvelopeSignature } from './envelope.ts'
import { decodeStrkey } from './strkey.ts'

/** SPKI framing of a raw ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Whether the account signed the hash; the hint must be the end of its public key, as in core. */
export function isSignedBy(
  address: string,
  hash: Buffer,
  { hint, signature }: EnvelopeSignature,
): boolean {
  const publicKey = decodeStrkey('G', address)
  if (publicKey == null) throw new Error(`${address} is not an account address`)
  const fits = publicKey.subarray(-hint.length).equals(hint)
  return fits && verify(null, hash, keyOf(publicKey), signature)
}

function keyOf(publicKey: Buffer): KeyObject {
  const key = Buffer.concat([SPKI_PREFIX, publicKey])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}
