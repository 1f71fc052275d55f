import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** Every key that an operator makes begins with this: secret scanners look for it. */
export const LIVE_KEY_PREFIX = 'aloha_live_'
const TEST_KEY_PREFIX = 'aloha_test_'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
// In base 62: 8 random bytes, 32 random bytes, a CRC-32.
const ID_LENGTH = 11
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6
const KEY = new RegExp(
  `^(?<prefix>${LIVE_KEY_PREFIX}|${TEST_KEY_PREFIX})(?<id>[0-9A-Za-z]{${ID_LENGTH}})_[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`,
)

/** A fresh key. `key` is shown once and never stored; `digest` is. */
export function makeApiKey(randomBytes: (size: number) => Uint8Array): {
  key: string
  keyId: string
  digest: Uint8Array
} {
  const keyId = base62(randomBytes(8), ID_LENGTH)
  const body = `${LIVE_KEY_PREFIX}${keyId}_${base62(randomBytes(32), SECRET_LENGTH)}`
  const key = body + checksum(body)
  return { key, keyId, digest: digestOf(key) }
}

/** The parts of a well-formed key whose checksum is right: a typo needs no look into the database. */
export function parseApiKey(
  key: string,
): { keyId: string; kind: 'live' | 'test'; digest: Uint8Array } | undefined {
  const { prefix, id } = KEY.exec(key)?.groups ?? {}
  if (id == null) return undefined
  const body = key.slice(0, -CHECKSUM_LENGTH)
  if (checksum(body) !== key.slice(-CHECKSUM_LENGTH)) return undefined
  return { keyId: id, kind: prefix === LIVE_KEY_PREFIX ? 'live' : 'test', digest: digestOf(key) }
}

/** 32 random bytes need no slow hash. */
function digestOf(key: string): Uint8Array {
  return createHash('sha256').update(key).digest()
}

function checksum(body: string): string {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, crc32(body))
  return base62(bytes, CHECKSUM_LENGTH)
}

function base62(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  while (rest > 0n) {
    text = DIGITS.charAt(Number(rest % 62n)) + text
    rest /= 62n
  }
  return text.padStart(length, '0')
}
