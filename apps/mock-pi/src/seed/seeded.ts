import { createHmac } from 'node:crypto'

export const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Everything that looks random in a world, drawn from its seed: the same seed and label give the same value. */
export type Seeded = {
  /** 1 to 64 bytes. */
  bytes(label: string, length: number): Buffer
  /** 1 to 64 characters of the alphabet. */
  text(label: string, alphabet: string, length: number): string
  uuid(label: string): string
}

export function createSeeded(seed: string): Seeded {
  const bytes = (label: string, length: number) =>
    createHmac('sha512', seed).update(label).digest().subarray(0, length)
  return {
    bytes,
    text: (label, alphabet, length) =>
      Array.from(bytes(label, length), (byte) => alphabet.charAt(byte % alphabet.length)).join(''),
    uuid(label) {
      const raw = bytes(label, 16)
      // The bits that mark a random (version 4) UUID.
      raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40
      raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80
      return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
