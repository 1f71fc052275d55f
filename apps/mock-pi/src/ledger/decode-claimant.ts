import type { xdr } from '@stellar/stellar-sdk/base'
import { addressOf } from './decode-account.ts'
import type { Claimant, ClaimPredicate } from './envelope.ts'
import type { Stellar } from './stellar.ts'

/** Who may claim a balance, and when. */
export function decodeClaimant(stellar: Stellar, { v0 }: xdr.Claimant): Claimant {
  return {
    destination: addressOf(stellar, v0.destination.value),
    predicate: decodePredicate(v0.predicate),
  }
}

function decodePredicate(predicate: xdr.ClaimPredicate): ClaimPredicate {
  switch (predicate.type) {
    case 'claimPredicateUnconditional':
      return { type: 'unconditional' }
    case 'claimPredicateAnd':
      return { type: 'and', parts: predicate.andPredicates.map(decodePredicate) }
    case 'claimPredicateOr':
      return { type: 'or', parts: predicate.orPredicates.map(decodePredicate) }
    case 'claimPredicateNot': {
      const { notPredicate: part } = predicate
      return { type: 'not', part: part == null ? null : decodePredicate(part) }
    }
    case 'claimPredicateBeforeAbsoluteTime':
      return { type: 'before_absolute', seconds: predicate.absBefore }
    case 'claimPredicateBeforeRelativeTime':
      return { type: 'before_relative', seconds: predicate.relBefore }
  }
}
