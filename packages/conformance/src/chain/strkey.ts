const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The 32 bytes in an account address (G…) or a seed (S…): what stands between its version and checksum. */
export function decodeKey(text: string): Buffer {
  let bits = 0n
  for (const letter of text) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(letter))
  const bytes = Buffer.from(bits.toString(16).padStart(70, '0'), 'hex')
  return bytes.subarray(1, 33)
}

const VERSION = 6 << 3

/** The address of an account from its public key. */
export function encodeAddress(key: Buffer): string {
  const payload = Buffer.concat([Buffer.from([VERSION]), key])
  const checksum = Buffer.alloc(2)
  checksum.writeUInt16LE(crc16(payload))
  let bits = BigInt(`0x${Buffer.concat([payload, checksum]).toString('hex')}`)
  let text = ''
  for (let place = 0; place < 56; place++) {
    text = ALPHABET.charAt(Number(bits & 31n)) + text
    bits >>= 5n
  }
  return text
}

/** CRC-16/XMODEM. */
function crc16(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021
    }
    crc &= 0xffff
  }
  return crc
}
