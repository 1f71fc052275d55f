import type { ClaimPredicate } from '../ledger/envelope.ts'
import { secondsToWire } from './hal-links.ts'

/** Last second that a date of JavaScript can hold. */
const LAST_DATE = 8_640_000_000_000n
/** First second of the year 10000, before which Go writes dates as JavaScript does. */
const LONG_YEARS = 253_402_300_800n

type PredicateWire =
  | { unconditional: true }
  | { and: PredicateWire[] }
  | { or: PredicateWire[] }
  | { not: PredicateWire }
  | { abs_before?: string; abs_before_epoch: string }
  | { rel_before: string }

/** A predicate as Horizon shows it. A time that no date can hold is shown as seconds only. */
export function predicateToWire(predicate: ClaimPredicate): PredicateWire {
  switch (predicate.type) {
    case 'unconditional':
      return { unconditional: true }
    case 'and':
      return { and: predicate.parts.map(predicateToWire) }
    case 'or':
      return { or: predicate.parts.map(predicateToWire) }
    case 'not':
      if (predicate.part == null) throw new Error('A malformed predicate is on the ledger')
      return { not: predicateToWire(predicate.part) }
    case 'before_absolute': {
      const { seconds } = predicate
      const date = seconds > LAST_DATE ? {} : { abs_before: dateToWire(seconds) }
      return { ...date, abs_before_epoch: String(seconds) }
    }
    case 'before_relative':
      return { rel_before: String(predicate.seconds) }
  }
}

function dateToWire(seconds: bigint): string {
  const ms = Number(seconds) * 1000
  // Six digits of JavaScript, of which Go writes no leading zero.
  return seconds < LONG_YEARS
    ? secondsToWire(ms)
    : `${new Date(ms).toISOString().replace(/^\+0*/, '+').slice(0, -5)}Z`
}
