const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Version bytes of SEP-23; they make the first letter. */
const VERSIONS = { G: 6 << 3, S: 18 << 3, T: 19 << 3, X: 23 << 3 } as const
export type StrkeyKind = keyof typeof VERSIONS
/** Version, 32 bytes of key, checksum: 35 bytes are 56 characters exactly, so no padding arises. */
const LENGTH = 56

/**
 * Writes 32 bytes in Stellar's text form (SEP-23): `G…` for a public key, `S…` for a seed, `T…` for the hash of a
 * transaction, `X…` for the hash of a secret.
 */
export function encodeStrkey(kind: StrkeyKind, bytes: Buffer): string {
  const payload = Buffer.concat([Buffer.of(VERSIONS[kind]), bytes])
  return base32(Buffer.concat([payload, checksum(payload)]))
}

/** The 32 bytes of a text form; null when it is not one of this kind, or was mistyped. */
export function decodeStrkey(kind: StrkeyKind, text: string): Buffer | null {
  const bytes = text.length === LENGTH ? fromBase32(text) : null
  if (bytes == null || bytes[0] !== VERSIONS[kind]) return null
  const payload = bytes.subarray(0, -2)
  return bytes.subarray(-2).equals(checksum(payload)) ? payload.subarray(1) : null
}

/** CRC-16/XMODEM, low byte first. */
function checksum(bytes: Buffer): Buffer {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (CRC_OF_BYTE[(crc >> 8) ^ byte] ?? 0)
  return Buffer.of(crc & 0xff, crc >> 8)
}

const CRC_OF_BYTE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc
})

function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    held += 8
    while (held >= 5) {
      held -= 5
      text += ALPHABET.charAt((bits >> held) & 31)
    }
  }
  return text
}

function fromBase32(text: string): Buffer | null {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    const five = ALPHABET.indexOf(letter)
    if (five < 0) return null
    bits = ((bits << 5) | five) & 0xfff
    held += 5
    if (held < 8) continue
    held -= 8
    bytes.push((bits >> held) & 0xff)
  }
  return Buffer.from(bytes)
}
