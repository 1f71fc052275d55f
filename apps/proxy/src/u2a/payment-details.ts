import type { Payment } from '@aloha-pi/contracts'
import type { Refusal } from '../http/refusal.ts'
import type { PiForRequests, PiResult } from '../payouts/model/ports.ts'
import { confirmShown, settlesPending } from './confirm-shown.ts'
import type { DetailsCache } from './details-cache.ts'
import { otherDirection, type OtherDirectionPorts } from './other-direction.ts'
import {
  lostRefusal,
  refusedRead,
  unknownPayment,
  type ReadErrorCode,
} from '../upstream/pi-refusals.ts'
import type { U2aPayment } from './u2a-payment.ts'
import type { U2aPaymentStore } from './u2a-payment-store.ts'

/** What is known about a payment: Pi's response and our record. */
export type PaymentDetails = { response: PiResult<Payment>; record: U2aPayment | undefined }

export type DetailsPorts = OtherDirectionPorts & {
  pi: Pick<PiForRequests, 'get'>
  store: U2aPaymentStore
  cache: DetailsCache<PaymentDetails>
}

export type DetailsRequest = {
  paymentId: string
  direction: 'u2a' | 'a2u'
  /** Who asks; anonymous callers share a response of up to a second ago. */
  clientId: string | undefined
  requestId: string
}

export type DetailsResult =
  | { ok: true; payment: Payment; record: U2aPayment | undefined }
  | { ok: false; refusal: Refusal<ReadErrorCode> }

/** Reads a payment at Pi and joins it with our record. */
export async function readDetails(
  ports: DetailsPorts,
  request: DetailsRequest,
): Promise<DetailsResult> {
  const { paymentId, direction, clientId } = request
  const load = () => loadDetails(ports, request)
  const { response, record } = await (clientId == null ? ports.cache.get(paymentId, load) : load())
  if (response.kind === 'unknown') return { ok: false, refusal: lostRefusal(response.cause) }
  if (response.kind === 'refused') return { ok: false, refusal: refusedRead(paymentId, response) }
  const isForeign = record != null && record.clientId !== clientId
  if (isForeign && !ports.publicDetails) {
    return { ok: false, refusal: unknownPayment(paymentId) }
  }
  const { value: payment } = response
  if (payment.direction !== directions[direction]) {
    return { ok: false, refusal: await otherDirection(ports, request, direction) }
  }
  return { ok: true, payment, record }
}

/** Whether Pi said something: a lost response is not repeated to others. */
export function hasResponse({ response }: PaymentDetails): boolean {
  return response.kind !== 'unknown'
}

/** Pi's word for each direction of the routes. */
export const directions = { u2a: 'user_to_app', a2u: 'app_to_user' } as const

/** Our record first: without a database Pi is not called. What Pi shows settles what was pending. */
async function loadDetails(
  { pi, store }: DetailsPorts,
  { paymentId, requestId }: DetailsRequest,
): Promise<PaymentDetails> {
  const record = await store.find(paymentId)
  const response = await pi.get(paymentId, { requestId })
  return response.kind === 'ok' && record != null && settlesPending(record, response.value)
    ? { record: await confirmShown(store, response.value), response }
    : { record, response }
}
