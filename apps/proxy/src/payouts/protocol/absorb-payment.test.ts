import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makePayment,
  makePayout,
  makeSurvey,
  makeWork,
  piId,
  settings,
} from '../../../testkit/make-work.ts'
import { absorb } from './absorb.ts'
import type { Payout } from '../model/payout.ts'
import type { PiRefusal, PiResult } from '../model/ports.ts'
import { rules } from './rules.ts'
import type { Memory } from './memory.ts'
import type { Absorbed, Outcome, Step } from './steps.ts'
import type { Payment } from '@aloha-pi/contracts/platform'

const surveyed = { survey: makeSurvey() }

function absorbIn(
  set: Partial<Payout>,
  step: Step,
  outcome: Outcome,
  { memory, extra }: { memory?: Partial<Memory>; extra?: Parameters<typeof makeWork>[1] } = {},
): Absorbed {
  const work = makeWork(makePayout(set), extra)
  return absorb(
    work,
    { ...emptyMemory, ...surveyed, ...memory },
    { step, outcome },
    { settings, rules },
  )
}

const payment = (set: Partial<Payment> = {}) => makePayment(makePayout(), set)
const ok = (value: Payment): PiResult<Payment> => ({ kind: 'ok', value })
const no = (code: string, more: Partial<PiRefusal> = {}): PiResult<Payment> => ({
  kind: 'refused',
  status: 400,
  code,
  payment: null,
  verificationError: null,
  ...more,
})
const lost: PiResult<never> = { kind: 'unknown', cause: 'timeout', retryAfterMs: null }
const busy: PiResult<never> = { kind: 'unknown', cause: 'busy', retryAfterMs: 9_000 }

const status = (set: Partial<Payment['status']>) => ({ status: { ...payment().status, ...set } })
const linked = (txid: string) => ({ transaction: { txid, verified: true, _link: 'x' } })
const txid = 'a'.repeat(64)
const done = payment({ ...status({ developer_completed: true }), ...linked(txid) })
const foreign = payment({ metadata: { order: 1 } })

const create: Step = { type: 'create', payment: { uid: '', amount: 1n, memo: '', metadata: {} } }
const read: Step = { type: 'read_payment', piId }
const complete: Step = { type: 'complete', piId, txid }
const cancel: Step = { type: 'cancel', piId }
const creating = { state: 'creating' } as const
const paid = { state: 'paid', txid } as const
const cancelling = { state: 'cancelling' } as const

/** What concerns the key, the app or its wallet. */
const appWide = [
  ['forbidden', 403],
  ['feature_not_available', 403],
  ['not_found', 404],
  ['maintenance', 400],
  ['key_was_regenerated', 401],
] as const
const unheardOf = [400, 404, 409, 422] as const

type Row = [string, Partial<Payout>, Step, PiResult<Payment>, string]
const piTable: Row[] = [
  [
    'create: a payment that is what was asked for',
    creating,
    create,
    ok(payment()),
    'creating -> created',
  ],
  ['create: a lost answer moves nothing', creating, create, lost, 'rest 1000, pause_creates, over'],
  ['create: Retry-After is kept to', creating, create, busy, 'rest 9000, pause_creates, over'],
  [
    'create: our own ongoing payment is adopted',
    creating,
    create,
    no('ongoing_payment_found', { payment: payment() }),
    'creating -> created',
  ],
  [
    'R7: a foreign ongoing payment is left alone',
    creating,
    create,
    no('ongoing_payment_found', { payment: foreign }),
    'rest 1000, over, audit',
  ],
  [
    'create: an ongoing payment that is not named',
    creating,
    create,
    no('ongoing_payment_found'),
    'rest 1000, pause_creates, over, audit',
  ],
  [
    'create: a definitive refusal',
    creating,
    create,
    no('user_not_found', { status: 404 }),
    'creating -> cancelling (user_not_found)',
  ],
  [
    'create: a missing scope is definitive, though 401',
    creating,
    create,
    no('missing_scope', { status: 401 }),
    'creating -> cancelling (missing_scope)',
  ],
  ...['too_many_payments', 'too_many_cancelled_payments', 'unknown_error'].map((code): Row => [
    `create: ${code} is for now`,
    creating,
    create,
    no(code),
    'rest 1000, pause_creates, over, ! refused_for_now',
  ]),
  [
    'create: our key is refused',
    creating,
    create,
    no('invalid_authorization', { status: 401 }),
    'rest 1000, pause_creates, over, ! upstream_auth',
  ],
  ...appWide.map(([code, status]): Row => [
    `create: ${status} ${code} fails nobody`,
    creating,
    create,
    no(code, { status }),
    'rest 1000, pause_creates, over, ! upstream_auth',
  ]),
  ...unheardOf.map((status): Row => [
    `create: a code that nobody knows, with ${status}, fails nobody`,
    creating,
    create,
    no('never_seen', { status }),
    'rest 1000, pause_creates, over, ! refused_for_now',
  ]),
  ['read: a created payment that is still right', { state: 'created' }, read, ok(payment()), ''],
  [
    'P11: a payment that changed is held',
    { state: 'created' },
    read,
    ok(payment({ amount: 31.4 })),
    'created -> held (payment_amount_differs), over, ! held',
  ],
  [
    'R5: a 404 moves nothing',
    { state: 'created' },
    read,
    no('payment_not_found', { status: 404 }),
    'rest 1000, over, ! refused_for_now',
  ],
  ['complete: done', paid, complete, ok(done), 'paid -> completed, over'],
  ['complete: a 200 that does not show it', paid, complete, ok(payment()), 'rest 1000, over'],
  [
    'complete: a 200 with another transaction',
    paid,
    complete,
    ok({ ...done, ...linked('b'.repeat(64)) }),
    'rest 1000, over',
  ],
  ['complete: lost', paid, complete, lost, 'rest 1000, over'],
  ['complete: Pi lags', paid, complete, no('not_verified'), 'rest 1000, over'],
  [
    'complete: not found is lag as well, and told',
    paid,
    complete,
    no('verification_failed', { verificationError: 'tx_not_found' }),
    'rest 1000, over, ! refused_for_now',
  ],
  ['complete: already: by whom?', paid, complete, no('already_completed'), ''],
  [
    'complete: linked: to what?',
    paid,
    complete,
    no('verification_failed', { verificationError: 'payment_already_linked_with_a_tx' }),
    '',
  ],
  [
    'complete: Pi closed the record',
    paid,
    complete,
    no('cancelled_payment'),
    'paid -> paid_unconfirmed, over, ! paid_unconfirmed',
  ],
  ['paid, read: completed with our transaction', paid, read, ok(done), 'paid -> completed, over'],
  [
    'paid, read: linked to another',
    paid,
    read,
    ok(payment(linked('b'.repeat(64)))),
    'paid -> paid_unconfirmed, over, ! paid_twice',
  ],
  [
    'paid, read: linked to ours, never completed',
    paid,
    read,
    ok(payment(linked(txid))),
    'paid -> paid_unconfirmed, over, ! paid_unconfirmed',
  ],
  [
    'paid, read: cancelled',
    paid,
    read,
    ok(payment(status({ cancelled: true }))),
    'paid -> paid_unconfirmed, over, ! paid_unconfirmed',
  ],
  ['paid, read: Pi knows nothing yet', paid, read, ok(payment()), 'rest 1000, over'],
  [
    'cancel: done',
    cancelling,
    cancel,
    ok(payment(status({ cancelled: true }))),
    'cancelling -> cancelled, over',
  ],
  [
    'cancel: done, with a reason',
    { ...cancelling, failCode: 'op_no_destination' },
    cancel,
    ok(payment(status({ cancelled: true }))),
    'cancelling -> failed, over',
  ],
  [
    'cancel: was done',
    cancelling,
    cancel,
    no('cancelled_payment'),
    'cancelling -> cancelled, over',
  ],
  [
    'cancel: a 200 that does not show it',
    cancelling,
    cancel,
    ok(payment()),
    'rest 1000, over, ! refused_for_now',
  ],
  ['cancel: lost', cancelling, cancel, lost, 'rest 1000, over'],
  ['cancel: a transaction is there', cancelling, cancel, no('payment_tx_present'), ''],
  ['cancel: completed', cancelling, cancel, no('already_completed'), ''],
  [
    'cancel: R5: a 404 moves nothing',
    cancelling,
    cancel,
    no('payment_not_found', { status: 404 }),
    'rest 1000, over, ! refused_for_now',
  ],
]

test.each(piTable)('%s', (_name, set, step, result, expected) => {
  expect(inShort(absorbIn(set, step, { type: 'payment', result }))).toBe(expected)
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

test.each(lies)(
  'P11: a payment that lies about its %s is held, and nothing is signed',
  (field, set) => {
    const result = absorbIn(creating, create, { type: 'payment', result: ok(payment(set)) })
    expect(inShort(result)).toBe(`creating -> held (payment_${field}_differs), over, ! held`)
  },
)

test('a uid in other letter cases is the same user', () => {
  const shouted = payment({ user_uid: payment().user_uid.toUpperCase() })
  const result = absorbIn(creating, create, { type: 'payment', result: ok(shouted) })
  expect(result.changes).toMatchObject([{ type: 'move', to: 'created' }])
})

test('a payment that Pi made and does not find any more is for an operator, after a while; cancelled, it ends', () => {
  const gone: Outcome = { type: 'payment', result: no('payment_not_found', { status: 404 }) }
  const young = absorbIn({ state: 'created' }, read, gone)
  expect(inShort(young)).toBe('rest 1000, over, ! refused_for_now')

  const old = absorbIn({ state: 'created', attempts: 8 }, read, gone)
  expect(inShort(old)).toBe('created -> held (payment_not_found), over, ! held')

  const cancelling = { state: 'cancelling', cancelRequested: true } as const
  expect(absorbIn(cancelling, cancel, gone).changes).toMatchObject([{ type: 'rest' }])
  const end = absorbIn({ ...cancelling, attempts: 8 }, cancel, gone)
  expect(end).toMatchObject({ changes: [{ type: 'move', to: 'cancelled' }], isOver: true })
})
