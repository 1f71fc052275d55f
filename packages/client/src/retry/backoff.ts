import type { Random } from '../options/system-ports.ts'

const FIRST_MS = 500
const LONGEST_MS = 8_000
/** A server that asks for more is not waited for: the caller knows better what to do for so long. */
const LONGEST_ASKED_MS = 60_000

/**
 * The wait before the retry with this number (from 1): doubled each time, between half and all of it, so
 * that many clients do not come back at once; never less than the server asks for. undefined: too long.
 */
export function backoffMs(retry: number, random: Random, askedMs = 0): number | undefined {
  if (askedMs > LONGEST_ASKED_MS) return undefined
  const longest = Math.min(FIRST_MS * 2 ** (retry - 1), LONGEST_MS)
  return Math.max(Math.round(longest * (0.5 + random() / 2)), askedMs)
}
