import type { PiClient } from '@aloha-pi/client'
import { paymentIdSchema, stroopsToPi, type Payment } from '@aloha-pi/contracts/platform'
import type { PiCall, PiPlatform, PiRefusal, PiResult } from '../payouts/model/ports.ts'
import { refusalForPayouts, refusalForRequest, resultOf, type ReadRefusal } from './pi-result.ts'

/** One finished call to Pi, for logs and metrics. */
export type UpstreamCall = {
  operation: 'create' | 'read' | 'approve' | 'complete' | 'cancel' | 'incomplete'
  ms: number
  result: PiResult<unknown>
  /** Of a client, about this payment; undefined for a call of payouts. */
  request?: { requestId: string; paymentId: string } | undefined
}

/** The port over the Platform client, which must not retry: each call is one request, each failure a value. */
export function createPiPlatform(options: {
  client: Pick<PiClient, 'payments'>
  /** Apart from the client, which takes no response of that size. */
  fetchOpen: PiPlatform['incomplete']
  clock: () => number
  observe: (call: UpstreamCall) => void
  /** Called with each payment that Pi showed by itself. */
  onPayment?: (payment: Payment) => void
}): PiPlatform {
  const { client, fetchOpen, clock, observe, onPayment } = options
  const { payments } = client

  const ask = async <Value>(
    about: Pick<UpstreamCall, 'operation' | 'request'>,
    call: () => Promise<PiResult<Value>>,
  ): Promise<PiResult<Value>> => {
    const startedAt = clock()
    const result = await call()
    observe({ ...about, ms: clock() - startedAt, result })
    return result
  }

  const noted = async (request: Promise<Payment>, readRefusal: ReadRefusal) => {
    const result = await resultOf(request, readRefusal)
    if (result.kind === 'ok') onPayment?.(result.value)
    return result
  }

  /** About one payment. The client takes no response about another one. */
  const askFor = async (
    { operation, paymentId }: { operation: UpstreamCall['operation']; paymentId: string },
    call: PiCall | undefined,
    send: (options: { signal?: AbortSignal }) => Promise<Payment>,
  ): Promise<PiResult<Payment>> => {
    // A memo on the chain can be anything; what is not an id is none of Pi's.
    if (!paymentIdSchema.safeParse(paymentId).success) return notFound
    if (call == null) return ask({ operation }, () => noted(send({}), refusalForPayouts))
    const { requestId, signal } = call
    const options = signal == null ? {} : { signal }
    return ask({ operation, request: { requestId, paymentId } }, () =>
      noted(send(options), refusalForRequest),
    )
  }

  return {
    create: ({ amount, ...rest }) =>
      ask({ operation: 'create' }, () =>
        noted(payments.create({ ...rest, amount: stroopsToPi(amount) }), refusalForPayouts),
      ),
    get: (paymentId: string, call?: PiCall) =>
      askFor({ operation: 'read', paymentId }, call, (options) => payments.get(paymentId, options)),
    approve: (paymentId, call) =>
      askFor({ operation: 'approve', paymentId }, call, (options) =>
        payments.approve(paymentId, options),
      ),
    complete: (paymentId: string, txid: string, call?: PiCall) =>
      askFor({ operation: 'complete', paymentId }, call, (options) =>
        payments.complete(paymentId, txid, options),
      ),
    cancel: (paymentId: string, call?: PiCall) =>
      askFor({ operation: 'cancel', paymentId }, call, (options) =>
        payments.cancel(paymentId, options),
      ),
    incomplete: () => ask({ operation: 'incomplete' }, fetchOpen),
  }
}

const notFound: PiRefusal = {
  kind: 'refused',
  status: 404,
  code: 'payment_not_found',
  payment: null,
  verificationError: null,
}
