import type { CallStep, ConformanceCase, Expect, Step } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { havePayment, read } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'
import { ref, text } from '../../model/template.ts'

/** Texts that are not JSON. */
const noJson = ['{"txid":', 'txid', "{'txid':1}", '[1,]', '{"amount":NaN}', '\0', '{"a":1}}']
/** Keys that touch the prototype of a careless server. P14. */
const prototypeKeys = ['__proto__', 'constructor', 'prototype']

/** Whatever it is: it is not a success and no fault of the server. */
const NOT_TAKEN: Expect = { status: [400, 403, 411, 413, 415, 422] }
const LARGE = 2_000_000

const begin: Omit<CallStep, 'expect'> = {
  call: 'sdk.createUserPayment',
  authorization: [text`Bearer ${'aliceToken'}`],
}
const withMetadata = (metadata: string) => `{"amount":1,"memo":"A memo","metadata":${metadata}}`
const beginWith = (raw: string, expect: Expect): CallStep => ({ ...begin, raw, expect })
const stillWorks: Step = {
  ...begin,
  body: { amount: 1, memo: 'A memo', metadata: { ok: 1 } },
  expect: { status: 200, state: 'created' },
}

/** Bodies that are broken before their fields are looked at. */
export const platformFramingCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.complete/no-json',
    title: `${noJson.length} bodies that are not JSON are refused, and complete nothing`,
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        each: noJson.map((raw) => ({
          call: 'payments.complete',
          params: { paymentId: ref('id') },
          raw,
          expect: NOT_TAKEN,
        })),
      },
      { ...read(), expect: { status: 200, state: 'paid' } },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/no-json',
    title: `${noJson.length} bodies that are not JSON are refused`,
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      { each: noJson.map((raw) => beginWith(raw, NOT_TAKEN)) },
      stillWorks,
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/huge',
    title: 'A body of 2 MB is refused, and the server keeps working',
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      {
        ...begin,
        raw: withMetadata(`{"a":"${'x'.repeat(LARGE)}"}`),
        expect: NOT_TAKEN,
      },
      stillWorks,
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/prototype-keys',
    title: 'P14: keys like __proto__ are data or refused, and change nothing for others',
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      {
        each: prototypeKeys.map((key) =>
          beginWith(withMetadata(`{"${key}":{"exists":true,"error":"polluted"},"a":1}`), {
            status: [200, 400, 422],
          }),
        ),
      },
      {
        call: 'sdk.incompletePayment',
        authorization: [text`Bearer ${'aliceToken'}`],
        expect: { fixture: 'platform-sdk-incomplete-payment-none' },
      },
      stillWorks,
    ],
  }),
]
