import type { Payment } from '@aloha-pi/contracts/platform'
import { describe, expect, test } from 'vitest'
import { inShort, makePayment, makePayout, makeSurvey } from '../../../../testkit/make-work.ts'
import {
  absorbPayment,
  lost,
  nextIn,
  ok,
  refused,
  stepInShort,
  type Extra,
} from '../../../../testkit/take-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { PiResult } from '../../model/ports.ts'
import type { Memory } from '../memory.ts'
import type { Step } from '../steps.ts'

const cancelRequested = true
const payment = (set: Partial<Payment> = {}) => makePayment(makePayout(), set)
const busy: PiResult<never> = { kind: 'unknown', cause: 'busy', retryAfterMs: 9_000 }
const foreign = payment({ metadata: { order: 1 } })
const create: Step = { type: 'create', payment: { uid: '', amount: 1n, memo: '', metadata: {} } }
const creating = { state: 'creating' } as const

/** What concerns the key, the app or its wallet. */
const appWide = [
  ['forbidden', 403],
  ['feature_not_available', 403],
  ['not_found', 404],
  ['maintenance', 400],
  ['key_was_regenerated', 401],
] as const
const unheardOf = [400, 404, 409, 422] as const
const steps: [string, Partial<Payout>, Partial<Memory>, Extra, string][] = [
  [
    'what this visit made is created at once',
    { state: 'creating' },
    { isFresh: true },
    {},
    'create',
  ],
  ['after a crash an earlier create is looked for', { state: 'creating' }, {}, {}, 'list_open'],
  ['not listed: it is created again', { state: 'creating' }, { open: [] }, {}, 'create'],
  ['a released payout is read again', { state: 'creating', piId: 'x' }, {}, {}, 'read_payment'],
  [
    'a cancel before the payment exists',
    { state: 'creating', cancelRequested },
    {},
    {},
    'creating -> cancelling',
  ],
]

test.each(steps)('next: %s', (_name, set, memory, extra, expected) => {
  expect(stepInShort(nextIn(set, memory, extra))).toBe(expected)
})

type Row = [string, Partial<Payout>, Step, PiResult<Payment>, string]
const responses: Row[] = [
  [
    'create: a payment that is what was asked for',
    creating,
    create,
    ok(payment()),
    'creating -> created',
  ],
  [
    'create: a lost response moves nothing',
    creating,
    create,
    lost,
    'rest 1000, pause_creates, over',
  ],
  ['create: Retry-After is kept to', creating, create, busy, 'rest 9000, pause_creates, over'],
  [
    'create: our own ongoing payment is adopted',
    creating,
    create,
    refused('ongoing_payment_found', { payment: payment() }),
    'creating -> created',
  ],
  [
    'R7: a foreign ongoing payment is left alone',
    creating,
    create,
    refused('ongoing_payment_found', { payment: foreign }),
    'rest 1000, over, audit',
  ],
  [
    'create: an ongoing payment that is not named',
    creating,
    create,
    refused('ongoing_payment_found'),
    'rest 1000, pause_creates, over, audit',
  ],
  [
    'create: a definitive refusal',
    creating,
    create,
    refused('user_not_found', { status: 404 }),
    'creating -> cancelling (user_not_found)',
  ],
  [
    'create: a missing scope is definitive, though 401',
    creating,
    create,
    refused('missing_scope', { status: 401 }),
    'creating -> cancelling (missing_scope)',
  ],
  ...['too_many_payments', 'too_many_cancelled_payments', 'unknown_error'].map((code): Row => [
    `create: ${code} is for now`,
    creating,
    create,
    refused(code),
    'rest 1000, pause_creates, over, ! refused_for_now',
  ]),
  [
    'create: our key is refused',
    creating,
    create,
    refused('invalid_authorization', { status: 401 }),
    'rest 1000, pause_creates, over, ! upstream_auth',
  ],
  ...appWide.map(([code, status]): Row => [
    `create: ${status} ${code} fails no payout`,
    creating,
    create,
    refused(code, { status }),
    'rest 1000, pause_creates, over, ! upstream_auth',
  ]),
  ...unheardOf.map((status): Row => [
    `create: an unknown code, with ${status}, fails no payout`,
    creating,
    create,
    refused('never_seen', { status }),
    'rest 1000, pause_creates, over, ! refused_for_now',
  ]),
]

test.each(responses)('%s', (_name, set, step, result, expected) => {
  expect(inShort(absorbPayment(set, step, result))).toBe(expected)
})

const lies: [string, Partial<Payment>][] = [
  ['amount', { amount: 31.4 }],
  ['uid', { user_uid: 'b1111111-aaaa-bbbb-2222-ccccccc3333d' }],
  ['from_address', { from_address: `G${'Q'.repeat(55)}` }],
  ['network', { network: 'Pi Network' }],
  ['to_address', { to_address: `G${'W'.repeat(55)}` }],
  ['direction', { direction: 'user_to_app' }],
  ['identifier', { identifier: 'x'.repeat(29) }],
  ['correlation', { metadata: { order: 1 } }],
]

test.each(lies)('P11: a payment with a wrong %s is held, and nothing is signed', (field, set) => {
  const result = absorbPayment(creating, create, ok(payment(set)))
  expect(inShort(result)).toBe(`creating -> held (payment_${field}_differs), over, ! held`)
})

test('a uid in other letter cases is the same user', () => {
  const shouted = payment({ user_uid: payment().user_uid.toUpperCase() })
  const result = absorbPayment(creating, create, ok(shouted))
  expect(result.changes).toMatchObject([{ type: 'move', to: 'created' }])
})

describe('a create that returns another payment', () => {
  const another = makePayment(makePayout({ idempotencyKey: 'order-2' }), {
    metadata: { order: 'of somebody else' },
  })
  test('is held after one look, and nothing of the payment is kept', () => {
    const step = nextIn(creating, { isFresh: true })
    const held = absorbPayment(creating, step, ok(another))
    expect(inShort(held)).toBe('creating -> held (payment_correlation_differs), over, ! held')
    const [change] = held.changes
    expect(change?.type === 'move' && change.set.piId).toBeUndefined()
  })

  test('a payment that an earlier release kept by mistake is not cancelled', () => {
    const payout = { state: 'cancelling', lastPayment: another } as const
    const step = nextIn(payout, { survey: makeSurvey() })
    expect(step).toMatchObject({ absorbed: { changes: [{ set: { piId: null } }] } })
  })
})
