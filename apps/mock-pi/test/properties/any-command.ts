import type { Settings } from '@aloha-pi/contracts/control'
import fc from 'fast-check'
import { anyPause as after, only, record, someTime, weigh } from './any-terms.ts'
import type { Age, Caller, Command, Concurrency, Pending, Terms, Twist } from './scenario.ts'

type LedgerClose = Settings['ledger_close']

const actor = fc.nat({ max: 1 })
const TOKENS = ['newest token', 'newest token', 'oldest token'] as const
const UIDS = ['newest uid', 'newest uid', 'newest uid', 'oldest uid'] as const
const TXIDS = [
  'its own',
  'its own',
  'its own',
  'a twisted one',
  'of another payment',
  'unknown',
] as const
const age: fc.Arbitrary<Age> = fc.oneof(weigh(4, fc.constant(0)), weigh(1, fc.nat(5)))
const caller = fc.constantFrom<Caller[]>('owner', 'owner', 'owner', 'owner', 'other app')
export const anyPending = fc.constantFrom<Pending[]>('replace-unpaid', 'lock')
export const anyConcurrency = fc.constantFrom<Concurrency[]>('per-app', 'per-user', 'off')

/** Twists that reach a ledger, and the others. */
export const appliedTwist = only(
  'other memo',
  'other amount',
  'other recipient',
  'other wallet',
  'nobody',
  'too much',
)
const anyTwist: fc.Arbitrary<Twist | 'again'> = fc.oneof(
  weigh(4, only('none')),
  weigh(3, appliedTwist),
  weigh(2, only('again')),
  weigh(2, only('used sequence', 'low fee', 'too late')),
)

const anySetting: fc.Arbitrary<Partial<Settings>> = fc.oneof(
  weigh(2, record({ u2a_pending: anyPending })),
  weigh(3, record({ a2u_concurrency: anyConcurrency })),
  weigh(
    3,
    record({ ledger_close: fc.constantFrom<LedgerClose[]>(1000, 5250, 'instant', 'by-hand') }),
  ),
  weigh(2, record({ replica_lag_ledgers: fc.constantFrom(0, 1, 3) })),
  weigh(2, record({ a2u_verification_lag_ms: fc.constantFrom(0, 1000, 10_000) })),
  weigh(1, record({ ledger_inclusion: only('all', 'none') })),
)

/** Anything that anybody can do. */
export function commandOf(terms: fc.Arbitrary<Terms>): fc.Arbitrary<Command> {
  const withKey = { payment: age, as: caller, after }
  const withUser = { user: actor, app: actor, after }
  return fc.oneof(
    weigh(12, record({ do: only('create'), ...withUser, with: fc.constantFrom(...TOKENS), terms })),
    weigh(6, record({ do: only('create by control'), ...withUser, terms })),
    weigh(
      10,
      record({ do: only('create payout'), ...withUser, to: fc.constantFrom(...UIDS), terms }),
    ),
    weigh(14, record({ do: only('submit'), payout: age, twist: anyTwist, after })),
    weigh(16, record({ do: only('approve'), ...withKey })),
    weigh(12, record({ do: only('pay'), payment: age, after })),
    weigh(20, record({ do: only('complete'), ...withKey, txid: fc.constantFrom(...TXIDS) })),
    weigh(8, record({ do: only('cancel'), ...withKey })),
    weigh(6, record({ do: only('cancel as user'), payment: age, after })),
    weigh(4, record({ do: only('get'), ...withKey })),
    weigh(6, record({ do: only('sign in', 'revoke'), ...withUser })),
    weigh(6, record({ do: only('ask incomplete'), ...withUser })),
    weigh(4, record({ do: only('list open'), app: actor, after })),
    weigh(3, record({ do: only('look up account'), app: actor, after })),
    weigh(2, record({ do: only('look up transaction'), after })),
    weigh(8, record({ do: only('set'), to: anySetting, after })),
    weigh(6, record({ do: only('close ledgers'), count: fc.integer({ min: 1, max: 6 }), after })),
    weigh(2, record({ do: only('fund'), app: actor, stroops: fc.constantFrom(1, 10 ** 8), after })),
    weigh(4, record({ do: only('advance'), by: someTime, after })),
    weigh(1, record({ do: only('reset'), after })),
  )
}
