import type { ClaimPredicate } from './envelope.ts'

/** Levels that predicates may nest, as in core. */
const MAX_DEPTH = 4
const MAX_INT64 = 2n ** 63n - 1n

/** Whether core takes the predicate: two parts of `and` and `or`, times not below zero, four levels. */
export function isValidPredicate(predicate: ClaimPredicate | null, depth = 1): boolean {
  if (predicate == null || depth > MAX_DEPTH) return false
  switch (predicate.type) {
    case 'unconditional':
      return true
    case 'and':
    case 'or':
      return (
        predicate.parts.length === 2 &&
        predicate.parts.every((part) => isValidPredicate(part, depth + 1))
      )
    case 'not':
      return isValidPredicate(predicate.part, depth + 1)
    case 'before_absolute':
    case 'before_relative':
      return predicate.seconds >= 0n
  }
}

/** The predicate with every time counted from the close time (seconds) of the ledger that makes it. */
export function toAbsolute(predicate: ClaimPredicate, closeTime: bigint): ClaimPredicate {
  switch (predicate.type) {
    case 'and':
    case 'or':
      return { ...predicate, parts: predicate.parts.map((part) => toAbsolute(part, closeTime)) }
    case 'not':
      return predicate.part == null
        ? predicate
        : { type: 'not', part: toAbsolute(predicate.part, closeTime) }
    case 'before_relative': {
      const seconds = closeTime + predicate.seconds
      return { type: 'before_absolute', seconds: seconds > MAX_INT64 ? MAX_INT64 : seconds }
    }
    default:
      return predicate
  }
}

/** Whether an absolute predicate holds at a close time (seconds). */
export function isSatisfied(predicate: ClaimPredicate, closeTime: bigint): boolean {
  switch (predicate.type) {
    case 'unconditional':
      return true
    case 'and':
      return predicate.parts.every((part) => isSatisfied(part, closeTime))
    case 'or':
      return predicate.parts.some((part) => isSatisfied(part, closeTime))
    case 'not':
      return predicate.part == null || !isSatisfied(predicate.part, closeTime)
    case 'before_absolute':
      return predicate.seconds > closeTime
    case 'before_relative':
      throw new Error('A predicate on the ledger has a relative time')
  }
}
