import { createHash } from 'node:crypto'
import { makeApiKey } from '../../src/keys/api-key.ts'

/** The API keys of the dump, which holds only their digests. */
export const releaseKeys = [
  { name: 'shop', clientName: 'shop', isLive: true },
  { name: 'game, old key', clientName: 'game', isLive: true },
  { name: 'game, new key', clientName: 'game', isLive: true },
  { name: 'closed', clientName: 'closed', isLive: false },
  { name: 'reader, expires in 30 days', clientName: 'reader', isLive: true },
] as const

/** The same key every time: made of a fixed source of bytes, worth nothing outside the dump. */
export function releaseKey(name: string) {
  let drawn = 0
  return makeApiKey((size) => {
    drawn += 1
    return createHash('sha256').update(`release-1 ${name} ${drawn}`).digest().subarray(0, size)
  })
}
