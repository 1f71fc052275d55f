import {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  isCancelled,
  platformRoutes,
  uidSchema,
  type Payment,
} from '@aloha-pi/contracts/wire'
import { apiPromise, mapData } from '../request/api-promise.ts'
import type { CallOptions } from '../options/call-options.ts'
import { checkBody } from '../request/check-arguments.ts'
import { correlated } from './correlated.ts'
import type { Call, OpenCall } from '../retry/open-call.ts'
import type { PiClient } from './pi-client.ts'
import type { Prepare } from '../request/prepare-request.ts'
import { readThenRepeat, type PaymentWrite } from '../retry/read-then-repeat.ts'
import { repeat } from '../retry/repeat.ts'
import { writeOnce } from '../retry/write-once.ts'

const { payments } = platformRoutes
// Pi takes any text as a uid and knows no one by most of them.
const newPaymentSchema = createPaymentRequestSchema.shape.payment.extend({ uid: uidSchema })
const lookFirst = 'Look for the payment in payments.incomplete() before you retry.'

/** The payments of the Pi Platform API. */
export function createPiPayments(prepare: Prepare, openCall: OpenCall): PiClient['payments'] {
  const read = (paymentId: string) => prepare('payments.get', payments.get, onePayment(paymentId))
  const settle = (call: CallOptions | undefined, details: () => PaymentWrite) =>
    apiPromise(async () => readThenRepeat(openCall(call), details()))

  return {
    create: creation(prepare, openCall),
    incomplete: (call) => apiPromise(async () => readOpen(prepare, openCall(call))),
    get: (paymentId, call) => apiPromise(async () => repeat(openCall(call), read(paymentId))),
    approve: (paymentId, call) =>
      settle(call, () => ({
        write: prepare('payments.approve', payments.approve, onePayment(paymentId)),
        read: read(paymentId),
        isDone: ({ status }) => status.developer_approved,
      })),
    complete: (paymentId, txid, call) =>
      settle(call, () => {
        const { input, findMismatch } = onePayment(paymentId)
        const body = checkBody(completePaymentRequestSchema, { txid }, 'txid')
        const details = { input: { ...input, body }, findMismatch }
        return {
          write: prepare('payments.complete', payments.complete, details),
          read: read(paymentId),
          isDone: ({ status, transaction }) =>
            status.developer_completed && transaction?.txid === txid,
        }
      }),
    cancel: (paymentId, call) =>
      settle(call, () => ({
        write: prepare('payments.cancel', payments.cancel, onePayment(paymentId)),
        read: read(paymentId),
        isDone: isCancelled,
      })),
  }
}

function creation(prepare: Prepare, openCall: OpenCall): PiClient['payments']['create'] {
  return (newPayment, { correlate, ...options } = {}) =>
    apiPromise(async () => {
      const payment = checkBody(newPaymentSchema, newPayment, 'payment')
      const find = correlated(payment, correlate)
      const call = openCall(options)
      const request = prepare('payments.create', payments.create, { input: { body: { payment } } })
      return writeOnce(call, request, lookFirst, async () => {
        if (find == null) return undefined
        const open = await readOpen(prepare, call)
        const found = find(open.data)
        return found && mapData(open, () => found)
      })
    })
}

async function readOpen(prepare: Prepare, call: Call) {
  const request = prepare('payments.incomplete', payments.incomplete, { input: {} })
  return mapData(await repeat(call, request), (open) => open.incomplete_server_payments)
}

function onePayment(paymentId: string) {
  return {
    input: { params: { paymentId } },
    findMismatch: ({ identifier }: Payment) =>
      identifier === paymentId ? undefined : 'identifier must be the requested id',
  }
}
