import type { Payment } from '@aloha-pi/contracts/wire'
import type { WithResponse } from '../request/api-promise.ts'
import type { Call } from './open-call.ts'
import type { PreparedRequest } from '../request/prepare-request.ts'
import { isTransient } from './is-transient.ts'
import { attempt, keepOutcome, type WriteState } from './outcome-keeper.ts'
import { repeat } from './repeat.ts'

/** A write to one payment, how to read the payment, and how the read shows that the write was done. */
export type PaymentWrite = {
  write: PreparedRequest<Payment>
  read: PreparedRequest<Payment>
  isDone: (payment: Payment) => boolean
}

/**
 * For writes to a payment at Pi, which has no idempotency keys: after a lost response the payment is read,
 * and only when the read does not show the write is it sent again.
 */
export function readThenRepeat(
  call: Call,
  { write, read, isDone }: PaymentWrite,
): Promise<WithResponse<Payment>> {
  const advice = 'Read the payment before you retry.'
  return keepOutcome(write, advice, async (state) => {
    for (;;) {
      const sent = await attempt(() => call.send(write), state)
      if (sent.ok) return sent.response
      const { error } = sent
      const mayRepeat = error.outcomeUnknown || isTransient(error)
      const isRepeated = mayRepeat && (await call.again(error))
      if (state.lost && call.retries > 0) {
        const shown = await readAfter(call, read, state)
        if (isDone(shown.data)) return shown
      }
      if (!isRepeated) throw error
    }
  })
}

async function readAfter(call: Call, read: PreparedRequest<Payment>, state: WriteState) {
  const shown = await repeat(call, read)
  state.payment = shown.data
  return shown
}
