import {
  alohaRoutes,
  createPayoutRequestSchema,
  idempotencyKeySchema,
  type Payment,
  type PayoutRow,
} from '@aloha-pi/contracts/wire'
import type { AlohaClient, Payout } from './aloha-client.ts'
import { apiPromise, mapData } from '../request/api-promise.ts'
import { checkBody, checkInput } from '../request/check-arguments.ts'
import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'
import type { OpenCall } from '../retry/open-call.ts'
import type { Prepare } from '../request/prepare-request.ts'
import { repeat } from '../retry/repeat.ts'
import type { Sleep } from '../options/system-ports.ts'
import { waitForPayout } from './wait-for-payout.ts'

const { a2u } = alohaRoutes
const newPayoutSchema = createPayoutRequestSchema.shape.payment
const advice = {
  withKey: 'Repeat the call with the same idempotencyKey: it pays once.',
  withoutKey: 'Look for the payout in a2u.incomplete() before you retry.',
  cancel: 'Repeat the call, or read the payout with a2u.details().',
}

type Record = { row: PayoutRow }
type Envelope = { piResData: Payment | null; sbResData?: Record | undefined }

/** The app-to-user actions. */
export function createA2u(prepare: Prepare, openCall: OpenCall, sleep: Sleep): AlohaClient['a2u'] {
  const details: AlohaClient['a2u']['details'] = (id, call) =>
    apiPromise(async () => {
      const request = prepare('a2u.details', a2u.details, onePayout(id))
      return mapData(await repeat(openCall(call), request), readEnvelope)
    })

  return {
    create: (newPayout, { idempotencyKey, ...options } = {}) =>
      apiPromise(async () => {
        const body = { payment: checkBody(newPayoutSchema, newPayout, 'payment') }
        checkIdempotencyKey(idempotencyKey)
        const input = { headers: { 'idempotency-key': idempotencyKey }, body }
        const request = prepare('a2u.create', a2u.create, { input })
        // Without a key of the caller's nothing distinguishes a repetition from a second payout.
        const [call, what] =
          idempotencyKey == null
            ? [openCall({ ...options, retries: 0 }), advice.withoutKey]
            : [openCall(options), advice.withKey]
        return mapData(await repeat(call, request, what), readPayout)
      }),
    cancel: (id, call) =>
      apiPromise(async () => {
        const request = prepare('a2u.cancel', a2u.cancel, onePayout(id))
        return mapData(await repeat(openCall(call), request, advice.cancel), readPayout)
      }),
    incomplete: ({ limit, cursor, ...call } = {}) =>
      apiPromise(async () => {
        const input = { query: { limit, cursor } }
        const request = prepare('a2u.incomplete', a2u.incomplete, { input })
        return mapData(await repeat(openCall(call), request), ({ piResData, sbResData }) => ({
          payments: piResData.incomplete_server_payments,
          payouts: sbResData?.rows ?? [],
          nextCursor: sbResData?.next_cursor ?? null,
        }))
      }),
    details,
    waitFor: (id, options) => waitForPayout(details, sleep, id, options),
  }
}

function readEnvelope({ piResData, sbResData }: Envelope) {
  return { payment: piResData, payout: sbResData?.row ?? null }
}

function readPayout({ piResData, sbResData }: Envelope & { sbResData: Record }): Payout {
  return { payment: piResData, payout: sbResData.row }
}

function onePayout(id: string) {
  return {
    input: { params: { piPayId: id } },
    findMismatch: ({ piResData, sbResData }: Envelope) => {
      const ids = [piResData?.identifier, sbResData?.row.payment_id, sbResData?.row.payout_id]
      return ids.includes(id) ? undefined : 'must have the requested id'
    },
  }
}

function checkIdempotencyKey(key: string | undefined) {
  if (key == null) return
  checkInput(idempotencyKeySchema, key, 'idempotencyKey')
  // HTTP takes such spaces away: two keys would be one.
  if (key.trim() === key) return
  throw new InvalidArgumentError('idempotencyKey', 'must not begin or end with a space')
}
