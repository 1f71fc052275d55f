import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import { decodeStrkey, encodeStrkey } from './strkey.ts'

/** An ed25519 key pair in Stellar's text forms. */
export type Wallet = { address: string; seed: string; sign(bytes: Buffer): Buffer }

/** PKCS #8 framing of a raw ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Wallets by secret: worlds of one seed, resets and snapshots have the same ones, and a key takes its time. */
const known = new Map<string, Wallet>()
/** With so many, all of them are forgotten. */
export const MAX_KNOWN = 256

/** The wallet of a 32-byte secret. */
export function createWallet(secret: Buffer): Wallet {
  const name = secret.toString('hex')
  const found = known.get(name)
  if (found != null) return found
  if (known.size >= MAX_KNOWN) known.clear()
  const wallet = deriveWallet(secret)
  known.set(name, wallet)
  return wallet
}

function deriveWallet(secret: Buffer): Wallet {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, secret]),
    format: 'der',
    type: 'pkcs8',
  })
  return {
    address: encodeStrkey('G', rawPublicKey(privateKey)),
    seed: encodeStrkey('S', secret),
    sign: (bytes) => sign(null, bytes, privateKey),
  }
}

/** The wallet of a seed (`S…`); throws `BadSnapshot` when it is not one. */
export function walletOfSeed(seed: string, field: string): Wallet {
  const secret = decodeStrkey('S', seed)
  if (secret == null)
    throw new BadSnapshot(field, 'must be the seed of a wallet: its checksum is wrong')
  return createWallet(secret)
}

function rawPublicKey(privateKey: KeyObject): Buffer {
  // The JWK form carries the public key; making a key object of it first takes 16 times as long.
  const { x } = privateKey.export({ format: 'jwk' })
  if (x == null) throw new Error('The JWK of an ed25519 key has no public key')
  return Buffer.from(x, 'base64url')
}
