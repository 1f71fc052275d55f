import { isPiApiError, type PiClient } from '@aloha-pi/client'
import { paymentIdSchema, stroopsToPi, type Payment } from '@aloha-pi/contracts/platform'
import type { PiPayments, PiRefusal, PiResult } from '../payouts/model/ports.ts'
import { lostCauseOf, reasonOf } from './lost-cause.ts'
import { refusalOf, unknown } from './pi-refusal.ts'

/** One finished call of payouts to Pi, for metrics. */
export type PayoutCall = {
  operation: 'create' | 'read' | 'complete' | 'cancel' | 'incomplete'
  outcome: string
  ms: number
  isKeyRefused: boolean
}

/** The port over the Platform client, which must not retry: each call is one request, each failure a value. */
export function createPiPayments(options: {
  client: Pick<PiClient, 'payments'>
  /** Apart from the client, which takes no answer of that size. */
  fetchOpen: PiPayments['incomplete']
  clock: () => number
  observe: (call: PayoutCall) => void
}): PiPayments {
  const { client, fetchOpen, clock, observe } = options
  const { payments } = client

  const ask = async <Value>(
    operation: PayoutCall['operation'],
    request: () => Promise<PiResult<Value>>,
  ): Promise<PiResult<Value>> => {
    const startedAt = clock()
    const result = await request()
    const outcome = result.kind === 'unknown' ? result.cause : result.kind
    const isKeyRefused = outcome === 'unauthorized'
    observe({ operation, outcome, ms: clock() - startedAt, isKeyRefused })
    return result
  }

  /** About one payment: an answer about another one is none. */
  const askFor = async (
    operation: PayoutCall['operation'],
    piId: string,
    request: () => Promise<Payment>,
  ): Promise<PiResult<Payment>> => {
    // A memo on the chain can be anything; what is no id is none of Pi's.
    if (!paymentIdSchema.safeParse(piId).success) return notFound
    const result = await ask(operation, () => attempt(request))
    return result.kind === 'ok' && result.value.identifier !== piId ? unknown('unusable') : result
  }

  return {
    create: ({ amount, ...rest }) =>
      ask('create', () => attempt(() => payments.create({ ...rest, amount: stroopsToPi(amount) }))),
    get: (piId) => askFor('read', piId, () => payments.get(piId)),
    complete: (piId, txid) => askFor('complete', piId, () => payments.complete(piId, txid)),
    cancel: (piId) => askFor('cancel', piId, () => payments.cancel(piId)),
    incomplete: () => ask('incomplete', fetchOpen),
  }
}

const notFound: PiRefusal = {
  kind: 'refused',
  status: 404,
  code: 'payment_not_found',
  payment: null,
  verificationError: null,
}

async function attempt<Value>(request: () => Promise<Value>): Promise<PiResult<Value>> {
  try {
    return { kind: 'ok', value: await request() }
  } catch (thrown) {
    const error = reasonOf(thrown)
    return isPiApiError(error) ? refusalOf(error) : unknown(lostCauseOf(error))
  }
}
