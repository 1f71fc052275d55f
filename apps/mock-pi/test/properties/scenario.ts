import fc from 'fast-check'

/** Time that passes: ms, or until `fromDeadline` ms after the next payment must be approved. */
export type Pause = number | { fromDeadline: number }

/** A payment by its age: 0 is the newest; one beyond the oldest is an id that never was. */
export type Age = number

/** Whose server calls: that of the payment's app, or that of the other app. */
export type Caller = 'owner' | 'stranger'

/** What a user asks for. `stroops` are whole, as is every amount on the chain. */
export type Terms = { stroops: number; memo: string; metadata: Record<string, unknown> }

export type Pending = 'replace-unpaid' | 'lock'

/** A user asks for a payment: through the browser SDK's call, or through the mock's control API. */
export type Creation =
  | { do: 'create'; user: number; app: number; with: 'newest token' | 'oldest token'; terms: Terms }
  | { do: 'create by control'; user: number; app: number; terms: Terms }

/** What an app's server calls. */
export type ServerCall =
  | { do: 'get' | 'approve' | 'cancel'; payment: Age; as: Caller }
  | { do: 'complete'; payment: Age; as: Caller; txid: 'its own' | 'of another payment' | 'unknown' }

/** One thing that somebody does. There are users 0 and 1 and apps 0 and 1. */
export type Action =
  | Creation
  | ServerCall
  | { do: 'sign in' | 'revoke' | 'ask incomplete'; user: number; app: number }
  | { do: 'pay' | 'cancel as user'; payment: Age }
  | { do: 'set u2a_pending'; to: Pending }
  | { do: 'advance'; by: Pause }
  | { do: 'reset' }

/** An action, and the real time that passes before it without anybody telling the mock. */
export type Command = Action & { after: Pause }

export type Scenario = { spelling: 'guide+wire' | 'wire'; pending: Pending; commands: Command[] }

const APPROVAL_TIME_MS = 60_000
const actor = fc.nat({ max: 1 })
const TOKENS = ['newest token', 'newest token', 'oldest token'] as const
const TXIDS = ['its own', 'its own', 'its own', 'of another payment', 'unknown'] as const
const age: fc.Arbitrary<Age> = fc.oneof(weigh(4, fc.constant(0)), weigh(1, fc.nat(5)))
const caller = fc.constantFrom<Caller[]>('owner', 'owner', 'owner', 'owner', 'stranger')
const anyPending = fc.constantFrom<Pending[]>('replace-unpaid', 'lock')

/** What follows the creation of a payment that goes well. */
const PAYMENT: readonly Command[] = [
  { do: 'approve', payment: 0, as: 'owner', after: 0 },
  { do: 'pay', payment: 0, after: 0 },
  { do: 'complete', payment: 0, as: 'owner', txid: 'its own', after: 0 },
]

const someTime: fc.Arbitrary<Pause> = fc.oneof(
  weigh(2, fc.nat(APPROVAL_TIME_MS + 30_000)),
  weigh(1, fc.constantFrom(1, APPROVAL_TIME_MS - 1, APPROVAL_TIME_MS, APPROVAL_TIME_MS + 1)),
  weigh(3, record({ fromDeadline: fc.constantFrom(-1, 0, 1) })),
)
const after: fc.Arbitrary<Pause> = fc.oneof(
  weigh(8, fc.constant(0)),
  weigh(1, fc.nat(5000)),
  weigh(1, someTime),
)

/** Few values, quickly made. */
const plainTerms: fc.Arbitrary<Terms> = record({
  stroops: fc.oneof(fc.integer({ min: 1, max: 2 ** 29 }), fc.constantFrom(1, 3, 31_400_000)),
  memo: fc.constantFrom('', 'Coffee', 'Ωμέγα ☕'),
  metadata: fc.constantFrom({ order: 1 }, { a: { b: [1, null, ''] }, '': false }),
})

/** Any text and any JSON. */
export const oddTerms: fc.Arbitrary<Terms> = record({
  stroops: fc.oneof(fc.integer({ min: 1, max: 2 ** 33 }), fc.constantFrom(1, 2 ** 33)),
  memo: fc.string({ unit: 'grapheme' }),
  metadata: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }), {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  }),
})

type Kind = { length: number; pending?: Pending; terms?: fc.Arbitrary<Terms> }

/** Scenarios of at most `length` commands or little stories, in worlds that begin with `pending`. */
export function scenarios({ length, pending, terms = plainTerms }: Kind): fc.Arbitrary<Scenario> {
  const alone = commandOf(terms).map((command) => [command])
  const part = fc.oneof(weigh(4, alone), weigh(1, storyOf(terms)))
  const parts = fc.array(part, { minLength: 1, maxLength: length, size: 'max' })
  return record({
    spelling: fc.constantFrom<Scenario['spelling'][]>('guide+wire', 'wire'),
    pending: pending == null ? anyPending : fc.constant(pending),
    commands: parts.map((parts) => parts.flat()),
  })
}

/** Commands that belong together: by chance alone few payments are paid, and few approvals are just in time. */
function storyOf(terms: fc.Arbitrary<Terms>): fc.Arbitrary<Command[]> {
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

function commandOf(terms: fc.Arbitrary<Terms>): fc.Arbitrary<Command> {
  const withKey = { payment: age, as: caller, after }
  const withUser = { user: actor, app: actor, after }
  const withTxid = fc.constantFrom(...TXIDS)
  return fc.oneof(
    weigh(12, record({ do: only('create'), ...withUser, with: fc.constantFrom(...TOKENS), terms })),
    weigh(4, record({ do: only('create by control'), ...withUser, terms })),
    weigh(16, record({ do: only('approve'), ...withKey })),
    weigh(12, record({ do: only('pay'), payment: age, after })),
    weigh(16, record({ do: only('complete'), ...withKey, txid: withTxid })),
    weigh(6, record({ do: only('cancel'), ...withKey })),
    weigh(6, record({ do: only('cancel as user'), payment: age, after })),
    weigh(4, record({ do: only('get'), ...withKey })),
    weigh(6, record({ do: only('sign in', 'revoke'), ...withUser })),
    weigh(6, record({ do: only('ask incomplete'), ...withUser })),
    weigh(4, record({ do: only('advance'), by: someTime, after })),
    weigh(2, record({ do: only('set u2a_pending'), to: anyPending, after })),
    weigh(1, record({ do: only('reset'), after })),
  )
}

function weigh<Value>(weight: number, arbitrary: fc.Arbitrary<Value>) {
  return { weight, arbitrary }
}

function only<const Words extends string[]>(...words: Words) {
  return fc.constantFrom<Words>(...words)
}

/** Ordinary objects, so that a printed counterexample can be pasted into a test. */
function record<Value>(fields: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }) {
  return fc.record(fields, { noNullPrototype: true })
}
