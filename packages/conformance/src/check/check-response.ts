import type { Expect } from '../model/case.ts'
import type { Api, Operation } from '../model/operations.ts'
import { headerOf, jsonOf, type WireResponse } from '../http/wire.ts'
import {
  fixtureDifferences,
  fixtureStatus,
  isFixtureEmpty,
  missingFields,
} from './check-fixture.ts'
import { shapeProblems } from './check-shape.ts'
import { differences, show } from '../model/match.ts'
import { brokenInvariants } from './payment-invariants.ts'
import { paymentsIn } from './payments-in.ts'
import { stateDifferences } from './shown-state.ts'

/** A call as it was made; `operation` is undefined for what belongs to none. */
export type Judged = {
  api: Api
  operation: Operation | undefined
  /** The payment that the path named. */
  paymentId: string | undefined
  /** Values are filled in. */
  expect: Expect
  response: WireResponse
}

/** Everything that is wrong with one response, most telling first. */
export function responseProblems(judged: Judged): string[] {
  const { api, operation, expect, response } = judged
  const json = jsonOf(response)
  return [
    ...statusProblems(expect, response),
    ...codeProblems(api, expect, json),
    ...(operation == null || maybeEmpty(expect, response)
      ? []
      : shapeProblems(operation, response)),
    ...bodyProblems(expect, response, json),
    ...headerProblems(expect, response),
    ...requestIdProblems(response, json),
    ...paymentProblems(judged, json),
  ]
}

function maybeEmpty({ empty }: Expect, { text, status }: WireResponse): boolean {
  return empty === 'or-shaped' && text === '' && status < 500
}

function statusProblems({ status, fixture }: Expect, response: WireResponse): string[] {
  const wanted = status ?? (fixture == null ? undefined : fixtureStatus(fixture))
  if (wanted == null) return []
  if (wanted === 'refused') {
    return isRefusal(response.status)
      ? []
      : [`status ${response.status} is not a refusal like 400, 403, 409 or 422`]
  }
  const all: readonly number[] = typeof wanted === 'number' ? [wanted] : wanted
  return all.includes(response.status) ? [] : [`status ${response.status}, not ${all.join(' or ')}`]
}

/** Those that say something else than that the request cannot be done. */
const OTHER_4XX = new Set([
  401, 404, 405, 406, 407, 408, 411, 412, 413, 414, 415, 417, 421, 426, 428, 429, 431,
])

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !OTHER_4XX.has(status)
}

/** The error code of a body: each API has its own field for it. */
export function codeOf(api: Api, json: unknown): unknown {
  if (typeof json !== 'object' || json == null) return undefined
  return Reflect.get(json, api === 'aloha' ? 'code' : 'error')
}

function codeProblems(api: Api, { code }: Expect, json: unknown): string[] {
  if (code == null) return []
  const came = codeOf(api, json)
  if (typeof came === 'string' && code.includes(came)) return []
  return [`error code ${show(came)}, not ${code.join(' or ')}`]
}

function bodyProblems(
  { body, fixture, fieldsOf, empty }: Expect,
  response: WireResponse,
  json: unknown,
) {
  if (empty === true || (fixture != null && isFixtureEmpty(fixture)))
    return response.text === '' ? [] : ['the body must be empty']
  return [
    ...(body === undefined ? [] : differences(body, json)),
    ...(fixture == null ? [] : fixtureDifferences(fixture, json)),
    ...(fieldsOf == null ? [] : missingFields(fieldsOf, json)),
  ]
}

function headerProblems({ headers = {} }: Expect, response: WireResponse): string[] {
  return Object.entries(headers).flatMap(([name, wanted]) =>
    differences(wanted, headerOf(response, name), `header ${name}`),
  )
}

/** An error that names its request in its body names the same one in its header. */
function requestIdProblems(response: WireResponse, json: unknown): string[] {
  if (typeof json !== 'object' || json == null || !('request_id' in json)) return []
  const header = headerOf(response, 'x-request-id')
  return header == null || header === json.request_id
    ? []
    : [`request_id is ${show(json.request_id)} in the body and ${show(header)} in the header`]
}

function paymentProblems({ paymentId, expect, response }: Judged, json: unknown): string[] {
  const payments = paymentsIn(json)
  const [payment] = payments
  const isOther =
    paymentId != null &&
    response.status < 300 &&
    payment?.identifier !== paymentId &&
    // A payout has its own id, and is read by either.
    differences({ sbResData: { row: { payout_id: paymentId } } }, json).length > 0
  return [
    ...(isOther && payment != null ? [`payment ${payment.identifier} came, not ${paymentId}`] : []),
    ...(expect.state == null ? [] : stateProblems(expect.state, payment)),
    ...payments.flatMap(brokenInvariants),
  ]
}

function stateProblems(
  state: NonNullable<Expect['state']>,
  payment: ReturnType<typeof paymentsIn>[0] | undefined,
) {
  return payment == null ? ['the response has no payment'] : stateDifferences(state, payment)
}
