import { randomBytes, randomFillSync } from 'node:crypto'
import type { ImageFile } from './image-file.ts'

/** Where Postgres keeps what it knows of the whole cluster, relative to the data folder. */
export const CONTROL_FILE = 'global/pg_control'
const SEGMENT = /^pg_wal\/[0-9A-F]{24}$/
/** The checksum comes last in what is in use of the control file, after a nonce of 32 bytes. */
const CHECKSUM_AT = 292
const NONCE_AT = 257
const NONCE_BYTES = 32
/** In the header of the first page of each segment of the write-ahead log; no checksum covers it. */
const IDENTIFIER_IN_SEGMENT_AT = 24
/** What a control file begins with: the identifier, then the version of its layout. */
const VERSION_AT = 8
const KNOWN_VERSION = 1800

/** The files that hold the system identifier, which an image has side by side. */
export function isOfIdentity(path: string): boolean {
  return path === CONTROL_FILE || SEGMENT.test(path)
}

/**
 * Makes the files of a new cluster out of those of the image, as `initdb` would: with its own system identifier, by
 * which the payouts notice that a database was restored into another one. Other files stay as they are.
 */
export function giveNewIdentity(files: readonly ImageFile[]) {
  const [control, segment, ...more] = files
    .filter(({ path }) => isOfIdentity(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ bytes }) => bytes)
  if (control == null) return
  if (segment == null || more.length > 0) throw new Error('An image with half an identity')
  requireKnownLayout(control)
  // Postgres shows it as a signed number.
  const identifier = randomBytes(8).readBigUInt64LE() >> 1n
  control.writeBigUInt64LE(identifier, 0)
  randomFillSync(control, NONCE_AT, NONCE_BYTES)
  control.writeUInt32LE(checksumOf(control), CHECKSUM_AT)
  segment.writeBigUInt64LE(identifier, IDENTIFIER_IN_SEGMENT_AT)
}

/** Throws when this is not the control file that the offsets above are of: then another PGlite came with another Postgres. */
export function requireKnownLayout(control: Buffer) {
  const version = control.readUInt32LE(VERSION_AT)
  if (version === KNOWN_VERSION && control.readUInt32LE(CHECKSUM_AT) === checksumOf(control)) return
  throw new Error(`A control file of version ${version}, not ${KNOWN_VERSION}, or a damaged one`)
}

/** CRC-32C, which `node:zlib` does not have. */
function checksumOf(control: Buffer): number {
  let crc = 0xffffffff
  for (const byte of control.subarray(0, CHECKSUM_AT)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}
