const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Version bytes of SEP-23; they make the first letter. */
const VERSIONS = { G: 6 << 3, S: 18 << 3 } as const

/** Writes 32 bytes in Stellar's text form (SEP-23): `G…` for a public key, `S…` for a seed. */
export function encodeStrkey(kind: 'G' | 'S', bytes: Buffer): string {
  const payload = Buffer.concat([Buffer.of(VERSIONS[kind]), bytes])
  const checksum = Buffer.alloc(2)
  checksum.writeUInt16LE(crc16(payload))
  return base32(Buffer.concat([payload, checksum]))
}

/** CRC-16/XMODEM. */
function crc16(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  }
  return crc & 0xffff
}

/** 35 bytes are 56 characters exactly, so no padding arises. */
function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{5}/g, (five) => ALPHABET.charAt(Number.parseInt(five, 2)))
}
