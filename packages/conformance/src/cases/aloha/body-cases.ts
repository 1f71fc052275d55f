import type { CallStep, ConformanceCase, Expect, Step } from '../../model/case.ts'
import { bodyCases, type BodyPlan } from '../inputs/body-plan.ts'
import { PLAYED } from '../platform/platform-case.ts'
import { ref, type Template } from '../../model/template.ts'
import { alohaCase, atPi, havePayment, send, success } from './have-payment.ts'

const invalid: Expect = { status: 400, code: ['invalid_request'] }
const unchanged = (state: 'created' | 'paid'): Step => ({
  ...atPi(),
  expect: { status: 200, state },
})

const plans: readonly BodyPlan[] = [
  {
    api: 'aloha',
    name: 'u2a.complete',
    needs: PLAYED,
    fixture: 'aloha-u2a-complete-txid-in-body-request',
    before: havePayment('paid'),
    call: { params: { piPayId: ref('id') } },
    expect: invalid,
    after: [unchanged('paid')],
  },
]

/** Nothing needs to be sent; what is sent and not understood is refused. */
const surplus = [{ reason: 'x' }, { txid: 'a'.repeat(64) }, [], null, 'text', 7, true]
const emptyBodyCases = (['approve', 'abort'] as const).map((command) =>
  alohaCase({
    id: `u2a.${command}/bad-body`,
    title: `${surplus.length} bodies that are neither empty nor {} are refused, and do nothing`,
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      { each: surplus.map((body) => withBody(command, body)) },
      unchanged('created'),
      {
        ...send(command),
        body: {},
        expect: success(command === 'approve' ? 'approved' : 'cancelled'),
      },
    ],
  }),
)

function withBody(command: 'approve' | 'abort', body: Template): CallStep {
  return { ...send(command), body, expect: invalid }
}

const noJson = ['{"txid":', 'txid', "{'txid':1}", '[1,]', '\0', '{"a":1}}']
const otherTypes = ['text/plain', 'text/html', 'multipart/form-data; boundary=x']
const LARGE = `{"txid":"${'a'.repeat(20_000)}"}`
const complete: Omit<CallStep, 'expect'> = { call: 'u2a.complete', params: { piPayId: ref('id') } }

/** P13: bodies that are broken before their fields are looked at. */
const framingCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'u2a.complete/no-json',
    title: `P13: ${noJson.length} bodies that are not JSON are malformed_body, and complete nothing`,
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { each: noJson.map((raw) => framed({ raw }, 400, 'malformed_body')) },
      unchanged('paid'),
    ],
  }),
  alohaCase({
    id: 'u2a.complete/other-media-types',
    title: 'P13: a body that is neither JSON nor a form is 415',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        each: otherTypes.map((contentType) =>
          framed({ body: { txid: ref('txid') }, contentType }, 415, 'unsupported_media_type'),
        ),
      },
      unchanged('paid'),
    ],
  }),
  alohaCase({
    id: 'u2a.complete/large',
    title: 'P13: a body of more than 16 kB is 413',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      framed({ raw: LARGE }, 413, 'payload_too_large'),
      unchanged('paid'),
    ],
  }),
  alohaCase({
    id: 'u2a.complete/deep-and-wide',
    title: 'P13: bodies that nest deeper than 8 levels or have more than 64 keys are refused',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      framed({ raw: `${'{"a":'.repeat(9)}1${'}'.repeat(9)}` }, 400, 'invalid_request'),
      framed({ raw: JSON.stringify(wide(65)) }, 400, 'invalid_request'),
      framed({ raw: '{"__proto__":{"txid":"x"}}' }, 400, 'malformed_body', 'invalid_request'),
      unchanged('paid'),
    ],
  }),
]

function framed(body: Partial<CallStep>, status: number, ...code: string[]): CallStep {
  return { ...complete, ...body, expect: { status, code } }
}

function wide(keys: number): object {
  return Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, index]))
}

/** Bodies that the aloha-pi API must refuse. */
export const alohaBodyCases: readonly ConformanceCase[] = [
  ...bodyCases(plans),
  ...emptyBodyCases,
  ...framingCases,
]
