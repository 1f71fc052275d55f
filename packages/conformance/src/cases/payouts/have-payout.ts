import { countOf, exactly } from '../../model/match.ts'
import type { CallStep, Expect, Step } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { concat, ref, text, type Template, type Text } from '../../model/template.ts'

/** What these cases need: a mock behind a target that pays users. */
export const PAYING = ['write', 'control', 'a2u'] as const

const AMOUNT = 0.3140001
/** As rows and the blockchain write it. */
const DECIMAL = '0.3140001'
/** Time for a payout to end: some ledgers, and Pi. */
const WITHIN_MS = 60_000

export const wanted = { amount: AMOUNT, memo: 'Thank you', metadata: { order: '12345' } }

/** An idempotency key of the case's own. */
export const keyOf = (name: string): Text => concat(ref('unique'), `-${name}`)

export type PayoutWish = { key?: Text; payment?: Readonly<Record<string, Template>> }

/** Pays alice; without a key, the target derives one. */
export function create({ key, payment = {} }: PayoutWish = {}): Omit<CallStep, 'expect'> {
  return {
    call: 'a2u.create',
    body: { payment: { ...wanted, uid: ref('aliceUid'), ...payment } },
    ...(key == null ? {} : { headers: { 'idempotency-key': key } }),
  }
}

/** A payout that was accepted: paid already, or in progress. */
export const taken: Expect = {
  status: [200, 202],
  body: { sbResData: { row: { uid: ref('aliceUid'), amount: DECIMAL } } },
}

export const replayed = { headers: { 'idempotent-replayed': 'true' } } satisfies Expect

/** Reads a payout until it is paid; saves the payment's id and the wallet that got it. */
export function untilPaid(id = 'payoutId'): Step {
  return {
    until: {
      call: 'a2u.details',
      params: { piPayId: ref(id) },
      expect: {
        status: 200,
        state: 'completed',
        body: {
          piResData: {
            ...wanted,
            metadata: exactly(wanted.metadata),
            user_uid: ref('aliceUid'),
            direction: 'app_to_user',
          },
          sbResData: {
            table: 'payout',
            row: { status: 'completed', uid: ref('aliceUid'), amount: DECIMAL, fail_code: null },
          },
        },
      },
      save: {
        id: 'piResData.identifier',
        wallet: 'piResData.to_address',
        txid: 'piResData.transaction.txid',
      },
    },
    withinMs: WITHIN_MS,
  }
}

/** A payout to a new user, paid. Saves `payoutId`, `id`, `wallet`, `txid`. */
export function havePaid(key?: Text): Step[] {
  return [
    ...haveUser('alice'),
    {
      ...create(key == null ? {} : { key }),
      expect: taken,
      save: { payoutId: 'sbResData.row.payout_id' },
    },
    untilPaid(),
  ]
}

/** How often the wallet of alice was paid, as the blockchain shows it. */
export function paidTimes(times: number): Step {
  return {
    call: 'routes',
    at: 'chain',
    path: text`/accounts/${'wallet'}/payments?limit=200`,
    expect: {
      status: 200,
      body: {
        _embedded: {
          records: countOf(times, { type: 'payment', to: ref('wallet'), amount: DECIMAL }),
        },
      },
    },
  }
}

/** The payment at the Pi behind the target. */
export function atPi(state: Expect['state'] & {}): Step {
  return {
    call: 'payments.get',
    at: 'pi',
    params: { paymentId: ref('id') },
    expect: { status: 200, state },
  }
}
