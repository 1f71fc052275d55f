import { isPiApiError, type PiApiError, type PiClient } from '@aloha-pi/client'
import type { Payment } from '@aloha-pi/contracts'
import { lostCauseOf, reasonOf } from './lost-cause.ts'
import type { PiAnswer, PiCall, PiPlatform } from './pi-platform.ts'

/** One finished call to Pi, for logs and metrics. */
export type UpstreamCall = {
  operation: 'read' | 'approve' | 'complete' | 'cancel'
  paymentId: string
  requestId: string
  ms: number
  answer: PiAnswer
}

/** The port over the Platform client: the client's errors become answers, anything else stays a fault. */
export function createPiPlatform(options: {
  client: Pick<PiClient, 'payments'>
  clock: () => number
  observe: (call: UpstreamCall) => void
}): PiPlatform {
  const { client, clock, observe } = options
  const { payments } = client

  const ask = async (
    operation: UpstreamCall['operation'],
    paymentId: string,
    { requestId }: PiCall,
    request: Promise<Payment>,
  ): Promise<PiAnswer> => {
    const startedAt = clock()
    const answer = await request.then((payment) => paymentAnswer(paymentId, payment), errorAnswer)
    observe({ operation, paymentId, requestId, ms: clock() - startedAt, answer })
    return answer
  }

  return {
    read: (id, call) => ask('read', id, call, payments.get(id, signalOf(call))),
    approve: (id, call) => ask('approve', id, call, payments.approve(id, signalOf(call))),
    complete: (id, txid, call) =>
      ask('complete', id, call, payments.complete(id, txid, signalOf(call))),
    cancel: (id, call) => ask('cancel', id, call, payments.cancel(id, signalOf(call))),
  }
}

function signalOf({ signal }: PiCall) {
  return signal == null ? {} : { signal }
}

/** Another payment than the one asked for is no answer. */
function paymentAnswer(paymentId: string, payment: Payment): PiAnswer {
  if (payment.identifier !== paymentId) return { kind: 'lost', cause: 'unusable' }
  return { kind: 'payment', payment }
}

function errorAnswer(thrown: unknown): PiAnswer {
  const error = reasonOf(thrown)
  return isPiApiError(error) ? refusalAnswer(error) : { kind: 'lost', cause: lostCauseOf(error) }
}

/** Only a 4xx with a code of Pi's is a word of Pi: gateways answer without one, and a 5xx promises nothing. */
function refusalAnswer({ status, code, verificationError }: PiApiError): PiAnswer {
  if (status === 429) return { kind: 'lost', cause: 'busy' }
  if (status >= 500) return { kind: 'lost', cause: 'unusable' }
  if (code == null || code === '') {
    return { kind: 'lost', cause: status === 401 ? 'unauthorized' : 'unusable' }
  }
  return { kind: 'refused', code, ...(verificationError != null && { verificationError }) }
}
