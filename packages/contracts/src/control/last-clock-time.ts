import * as z from 'zod'

/**
 * The last instant of the mock's clock. A token that is issued in it lives for a year at most, and ends in the last year
 * that ISO 8601 writes with four digits.
 */
export const LAST_CLOCK_TIME = '9998-12-31T23:59:59.999Z'

/** How long (ms) a clock that is ahead may stop until real time has reached it. */
export const MAX_CLOCK_WAIT_MS = 600_000

/** A time at which a clock can begin, ISO 8601 in UTC. */
export const startTimeSchema = z.iso
  .datetime('must be ISO 8601 in UTC, like 2026-01-01T00:00:00Z')
  .refine((text) => {
    const at = Date.parse(text)
    return at >= 0 && at <= Date.parse(LAST_CLOCK_TIME)
  }, `must be from 1970-01-01T00:00:00Z to ${LAST_CLOCK_TIME}`)
