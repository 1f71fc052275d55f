import {
  alohaContract,
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENT_REPLAYED_HEADER,
} from '@aloha-pi/contracts/aloha'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { Payouts } from './payouts.ts'
import { payoutRecord, payoutRow, shownPayment } from './payout-wire.ts'
import { isFinal, type Payout } from '../payouts/model/payout.ts'
import type { Requester } from '../payouts/store/payout-store.ts'

const server = initServer()
const direction = 'a2u' as const
const POLL_SECONDS = 5

/** Handlers of the app-to-user routes. */
export function createPayoutRoutes(payouts: Payouts) {
  return server.router(alohaContract.a2u, {
    create: async ({ headers, body, res }) => {
      const created = await payouts.create({
        ...requesterOf(res),
        idempotencyKey: headers[IDEMPOTENCY_KEY_HEADER] ?? null,
        payment: body.payment,
        signal: goneSignal(res),
      })
      if (created.isReplayed) res.setHeader(IDEMPOTENT_REPLAYED_HEADER, 'true')
      if (!created.ok) return refuse(res, created.refusal)
      const { payout, isReplayed } = created
      // The response to a repetition of what is final is the first one's.
      const isFirst = !isReplayed || isFinal(payout.state)
      const record = payoutRecord(isFirst ? 'insert' : 'select', payout)
      return { status: statusOf(res, payout), body: response('create', payout, record) }
    },

    incomplete: async ({ query: { limit, cursor }, res }) => {
      const { clientId } = requesterOf(res)
      const open = await payouts.incomplete({ clientId, limit, after: cursor ?? null })
      if (!open.ok) return refuse(res, open.refusal)
      const rows = open.payouts.map((payout) => payoutRow(payout))
      const body = {
        success: true,
        action: 'incomplete',
        direction,
        piResData: { incomplete_server_payments: open.payments },
        sbResData: { table: 'payout', operation: 'select', rows, next_cursor: open.nextCursor },
      } as const
      return { status: 200, body }
    },

    cancel: async ({ params, res }) => {
      const asked = { ...requesterOf(res), id: params.piPayId, signal: goneSignal(res) }
      const cancelled = await payouts.cancel(asked)
      if (!cancelled.ok) return refuse(res, cancelled.refusal)
      const { payout } = cancelled
      const record = payoutRecord('update', payout)
      return { status: statusOf(res, payout), body: response('cancel', payout, record) }
    },

    details: async ({ params, res }) => {
      const { client, requestId } = res.locals
      const request = { id: params.piPayId, clientId: client?.clientId, requestId }
      const details = await payouts.details(request)
      if (!details.ok) return refuse(res, details.refusal)
      const { payment, payout, wait } = details
      const body = { success: true, action: 'details', direction, piResData: payment } as const
      const sbResData = payout && payoutRecord('select', payout, wait)
      return { status: 200, body: { ...body, ...(sbResData && { sbResData }) } }
    },
  })
}

function requesterOf({ locals }: Response): Requester {
  const { client, requestId } = locals
  // The middleware lets no one through to these routes without a client.
  if (client == null) throw new Error('A payout without a client')
  return { clientId: client.clientId, keyId: client.keyId, requestId }
}

/** Aborts when the caller goes away: no one waits for the response then. */
function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  return gone.signal
}

/** 200 with the end, 202 with where and when to look again. */
function statusOf(res: Response, { id, state }: Payout): 200 | 202 {
  if (isFinal(state)) return 200
  res.setHeader('location', alohaContract.a2u.details.path.replace(':piPayId', id))
  res.setHeader('retry-after', String(POLL_SECONDS))
  return 202
}

function response<Action extends 'create' | 'cancel'>(
  action: Action,
  payout: Payout,
  sbResData: ReturnType<typeof payoutRecord>,
) {
  return { success: true as const, action, direction, piResData: shownPayment(payout), sbResData }
}
