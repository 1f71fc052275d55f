import { createPublicKey, hash as digest, verify, type KeyObject } from 'node:crypto'
import type { EnvelopeSignature } from './envelope.ts'
import { decodeStrkey } from './strkey.ts'

/** SPKI framing of a raw ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Keys by their bytes: a wallet signs many transactions. */
const known = new Map<string, KeyObject>()
/** With so many, all of them are forgotten. */
const MAX_KNOWN = 256

/** Whether the account signed the hash; the hint must be the end of its public key, as in core. */
export function isSignedBy(
  address: string,
  hash: Buffer,
  { hint, signature }: EnvelopeSignature,
): boolean {
  const publicKey = decodeStrkey('G', address)
  if (publicKey == null) throw new Error(`${address} is not an account address`)
  return fits(publicKey, hint) && verify(null, hash, keyOf(publicKey), signature)
}

/** Whether the signature is the secret behind a hash (`X…`); the hint is the end of the hash. */
export function isSecretOf(key: string, { hint, signature }: EnvelopeSignature): boolean {
  const secretHash = decodeStrkey('X', key)
  if (secretHash == null) throw new Error(`${key} is not a hash of a secret`)
  return fits(secretHash, hint) && digest('sha256', signature, 'buffer').equals(secretHash)
}

/** Whether the key is the hash (hex) of this transaction (`T…`), which needs no signature then. */
export function isPreAuthorised(key: string, hash: string): boolean {
  return key.startsWith('T') && decodeStrkey('T', key)?.toString('hex') === hash
}

function fits(key: Buffer, hint: Buffer): boolean {
  return key.subarray(-hint.length).equals(hint)
}

function keyOf(publicKey: Buffer): KeyObject {
  const name = publicKey.toString('hex')
  const found = known.get(name)
  if (found != null) return found
  if (known.size >= MAX_KNOWN) known.clear()
  const spki = Buffer.concat([SPKI_PREFIX, publicKey])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  known.set(name, key)
  return key
}
