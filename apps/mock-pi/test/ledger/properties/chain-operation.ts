import fc from 'fast-check'
import { ACTORS, type Actor } from './chain-world.ts'

export type ChainTransaction = {
  from: Actor
  step: bigint
  /** Seconds until it expires; 0: never. */
  life: number
  operations: ChainOperation[]
  /** Whether everybody who has to sign does. */
  isSigned: boolean
}

/** One operation of a random transaction. What a field means depends on its kind. */
export type ChainOperation = {
  kind: (typeof KINDS)[number]
  to: Actor
  amount: string
  source: Actor | null
  /** Which of the balances that wait is claimed. */
  place: number
  condition: (typeof CONDITIONS)[number]
  options: (typeof OPTIONS)[number]
}

const KINDS = [
  'payment',
  'create_account',
  'bump_sequence',
  'change_trust',
  'pay_issued',
  'create_claimable_balance',
  'claim_claimable_balance',
  'set_options',
] as const
const CONDITIONS = ['always', 'soon', 'later', 'never'] as const
/** Few of them lock an account, or nothing would happen any more. */
const OPTIONS = ['domain', 'signer', 'no signer', 'weights', 'required'] as const

const actor = fc.constantFrom(...ACTORS)

export const chainOperation: fc.Arbitrary<ChainOperation> = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('payment' as const) },
    { weight: 2, arbitrary: fc.constantFrom('change_trust' as const, 'pay_issued' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'create_claimable_balance' as const,
        'claim_claimable_balance' as const,
      ),
    },
    fc.constantFrom(...KINDS),
  ),
  to: actor,
  amount: fc.constantFrom('0.0000001', '0.98', '1', '5', '9.01', '300', '2000'),
  source: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, actor),
  place: fc.nat({ max: 5 }),
  condition: fc.oneof(
    { weight: 3, arbitrary: fc.constant('always' as const) },
    fc.constantFrom(...CONDITIONS),
  ),
  options: fc.constantFrom(...OPTIONS),
})
