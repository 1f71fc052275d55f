import fc from 'fast-check'
import { appliedTwist } from './any-command.ts'
import { only, record, weigh } from './any-terms.ts'
import type { Command, Submission, Terms } from './scenario.ts'

const actor = fc.nat({ max: 1 })
const now = { after: 0 } as const
const close: Command = { do: 'close ledgers', count: 1, ...now }
const complete = (txid: 'its own' | 'a twisted one'): Command => ({
  do: 'complete',
  payment: 0,
  as: 'owner',
  txid,
  ...now,
})
const submit = (twist: Submission['twist']): Command => ({
  do: 'submit',
  payout: 0,
  twist,
  ...now,
})

/** What follows the creation of a user's payment that goes well. */
const PAYMENT: readonly Command[] = [
  { do: 'approve', payment: 0, as: 'owner', ...now },
  { do: 'pay', payment: 0, ...now },
  complete('its own'),
]
/** What follows the creation of an app's payment that goes well. */
const PAYOUT: readonly Command[] = [submit('none'), close, complete('its own')]

/** Commands that belong together: by chance few payments are paid, and few approvals are just in time. */
export function sequenceOf(terms: fc.Arbitrary<Terms>): fc.Arbitrary<Command[]> {
  return fc.oneof(weigh(5, paymentSequenceOf(terms)), weigh(5, payoutSequenceOf(terms)))
}

function paymentSequenceOf(terms: fc.Arbitrary<Terms>): fc.Arbitrary<Command[]> {
  const create = { do: only('create'), user: actor, app: actor, terms, after: fc.constant(0) }
  const created = record({ ...create, with: only('newest token') })
  const paid = fc
    .tuple(created, fc.integer({ min: 1, max: 3 }))
    .map(([created, steps]) => [created as Command].concat(PAYMENT.slice(0, steps)))
  const approvedJustThen = fc
    .tuple(created, fc.constantFrom(-1, 0, 1))
    .map(([created, fromDeadline]): Command[] => [
      created,
      { do: 'approve', payment: 0, as: 'owner', after: { fromDeadline } },
    ])
  const comeBack = record({ ...create, with: only('oldest token') }).map((created): Command[] => {
    const { user, app } = created
    return [
      { do: 'revoke', user, app, after: 0 },
      { do: 'ask incomplete', user, app, after: 0 },
      { do: 'sign in', user, app, after: 0 },
      created,
    ]
  })
  return fc.oneof(weigh(5, paid), weigh(1, approvedJustThen), weigh(1, comeBack))
}

function payoutSequenceOf(terms: fc.Arbitrary<Terms>): fc.Arbitrary<Command[]> {
  const created: fc.Arbitrary<Command> = record({
    do: only('create payout'),
    user: actor,
    app: actor,
    to: only('newest uid'),
    terms,
    after: fc.constant(0),
  })
  const paid = fc
    .tuple(created, fc.integer({ min: 1, max: 3 }))
    .map(([created, steps]) => [created].concat(PAYOUT.slice(0, steps)))
  const stuck = fc
    .tuple(created, appliedTwist, fc.constantFrom<Command[][]>([], PAYOUT.slice(), [cancel]))
    .map(([created, twist, more]) =>
      [created, submit(twist), close, complete('a twisted one')].concat(more),
    )
  const paidTwice = created.map((created) => [created].concat(PAYOUT, PAYOUT))
  const cancelledTooLate = created.map((created) => [
    created,
    submit('none'),
    close,
    cancel,
    complete('its own'),
    cancel,
  ])
  const atOnce = fc
    .tuple(created, appliedTwist)
    .map(([created, twist]): Command[] => [
      { do: 'set', to: { ledger_close: 'instant' }, ...now },
      created,
      submit(twist),
      complete('a twisted one'),
    ])
  const lag: Command = { do: 'set', to: { a2u_verification_lag_ms: 10_000 }, ...now }
  const later: Command = { ...complete('its own'), after: 10_000 }
  const tooYoung = created.map((created) => [lag, created].concat(PAYOUT, later))
  return fc.oneof(
    weigh(6, paid),
    weigh(3, stuck),
    weigh(1, paidTwice),
    weigh(1, cancelledTooLate),
    weigh(1, tooYoung),
    weigh(1, atOnce),
  )
}

const cancel: Command = { do: 'cancel', payment: 0, as: 'owner', ...now }
