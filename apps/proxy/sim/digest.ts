import { createHash } from 'node:crypto'

/** Fingerprint of many simulated runs: of each its seed and its trace, line by line, whatever the order they ran in. */
export function createDigest() {
  const sum = Buffer.alloc(SIZE)
  return {
    /** A history begins; what it traces goes to the function, and `end` adds it. */
    ofHistory(seed: number) {
      const hash = createHash('sha256').update(`${seed}\n`)
      return {
        line: (line: string) => void hash.update(`${line}\n`),
        end: () => addTo(sum, hash.digest()),
      }
    },
    hex: () => sum.toString('hex'),
  }
}

/** Of digests that were made apart from each other. */
export function joinDigests(digests: readonly string[]): string {
  const sum = Buffer.alloc(SIZE)
  for (const digest of digests) addTo(sum, Buffer.from(digest, 'hex'))
  return sum.toString('hex')
}

function addTo(sum: Buffer, other: Buffer): void {
  for (let i = 0; i < SIZE; i += 1) sum[i] = sum[i]! ^ other[i]!
}

const SIZE = 32
