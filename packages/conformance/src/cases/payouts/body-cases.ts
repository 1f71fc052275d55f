import { alohaCase } from '../aloha/have-payment.ts'
import type { CallStep, ConformanceCase, Expect, Step } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { bodyCases } from '../inputs/body-plan.ts'
import { ref } from '../../model/template.ts'
import { create, PAYING, wanted } from './have-payout.ts'

const invalid: Expect = { status: 400, code: ['invalid_request'] }

/** The list of the app's open payments at Pi: nothing was begun for alice. */
const nothingBegun: Step = {
  call: 'a2u.incomplete',
  expect: { status: 200 },
}

/** P15: what JSON itself can write and what is not an amount. */
const numbers = ['1e309', '-1e309', '9007199254740993', '0.30000000000000004', '-0', '1e-8']
const keys = ['x'.repeat(256), 'tab\tkey', `d:${'0'.repeat(64)}:1`]

function withAmount(amount: string): CallStep {
  const body = JSON.stringify({ payment: { ...wanted, uid: UID } })
  return {
    call: 'a2u.create',
    raw: body.replace(/"amount":[^,]+/, `"amount":${amount}`),
    expect: invalid,
  }
}

const UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'

/** Payouts that are refused before anything is begun. */
export const payoutBodyCases: readonly ConformanceCase[] = [
  ...bodyCases([
    {
      api: 'aloha',
      name: 'a2u.create',
      needs: PAYING,
      fixture: 'aloha-a2u-create-request',
      before: haveUser('alice'),
      call: {},
      expect: invalid,
      after: [nothingBegun],
    },
  ]),
  alohaCase({
    id: 'a2u.create/bad-amounts-in-json',
    title: `P15: ${numbers.length} numbers of JSON are not valid amounts`,
    needs: ['write', 'a2u'],
    steps: [{ each: numbers.map(withAmount) }],
  }),
  alohaCase({
    id: 'a2u.create/bad-idempotency-key',
    title: `P27: ${keys.length} invalid Idempotency-Keys are refused`,
    needs: PAYING,
    steps: [...haveUser('alice'), { each: keys.map(withKey) }],
  }),
  alohaCase({
    id: 'a2u.create/reserved-metadata',
    title: 'Metadata must not have the reserved key',
    needs: PAYING,
    steps: [
      ...haveUser('alice'),
      { ...create({ payment: { metadata: { _aloha: 1, order: 1 } } }), expect: invalid },
    ],
  }),
]

function withKey(key: string): CallStep {
  return {
    ...create(),
    headers: { 'idempotency-key': key },
    body: { payment: { ...wanted, uid: ref('aliceUid') } },
    expect: invalid,
  }
}
