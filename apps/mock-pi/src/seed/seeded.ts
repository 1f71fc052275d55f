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

/** Digests by seed and label: worlds of one seed, and resets, draw the same ones again, and a digest takes its time. */
const known = new Map<string, Buffer>()
/** With so many, all of them are forgotten. */
const MAX_KNOWN = 1_000

function digestOf(seed: string, label: string): Buffer {
  const name = `${seed.length} ${seed} ${label}`
  const found = known.get(name)
  if (found != null) return found
  if (known.size >= MAX_KNOWN) known.clear()
  const digest = createHmac('sha512', seed).update(label).digest()
  known.set(name, digest)
  return digest
}

export function createSeeded(seed: string): Seeded {
  const bytes = (label: string, length: number) =>
    // A copy, which its reader may change.
    Buffer.from(digestOf(seed, label).subarray(0, length))
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
