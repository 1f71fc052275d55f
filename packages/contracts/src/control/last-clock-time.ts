/**
 * The last instant of the mock's clock. A token that is issued in it lives for a year at most, and ends in the last year
 * that ISO 8601 writes with four digits.
 */
export const LAST_CLOCK_TIME = '9998-12-31T23:59:59.999Z'

/** How long (ms) a clock that is ahead may stop until real time has reached it. */
export const MAX_CLOCK_WAIT_MS = 600_000
