import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'

/** Sends on what each of two connections receives, unread, until both have ended or one has failed. */
export function joinStreams(one: Duplex, other: Duplex) {
  // Both ends notice it by themselves.
  pipeline(one, other, one, () => {})
}
