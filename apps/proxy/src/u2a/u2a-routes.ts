import { alohaContract } from '@aloha-pi/contracts/aloha'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refusal } from '../http/refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import type { ActResult } from './act-on-payment.ts'
import type { Payments } from './payments.ts'
import type { U2aCommand } from './u2a-machine.ts'
import { u2aRecord } from './u2a-wire.ts'

const server = initServer()

/** Handlers of the user-to-app routes. */
export function createU2aRoutes(payments: Payments) {
  const act = (res: Response, paymentId: string, command: U2aCommand) => {
    const { client, requestId } = res.locals
    // The middleware lets no one through to these routes without a client.
    if (client == null) throw new Error('A u2a action without a client')
    return payments.act({ paymentId, command, clientId: client.clientId, requestId })
  }

  return server.router(alohaContract.u2a, {
    approve: async ({ params, res }) =>
      respond(res, 'approve', await act(res, params.piPayId, { action: 'approve' })),

    complete: async ({ params, body, res }) => {
      const txid = params.piTxId ?? body?.txid
      if (txid == null) return refuse(res, refusal('invalid_request', missingTxid))
      if (body?.txid != null && body.txid !== txid) {
        return refuse(res, refusal('invalid_request', twoTxids))
      }
      if (body?.paymentId != null && body.paymentId !== params.piPayId) {
        return refuse(res, refusal('invalid_request', twoPayments))
      }
      return respond(res, 'complete', await act(res, params.piPayId, { action: 'complete', txid }))
    },

    abort: async ({ params, res }) =>
      respond(res, 'abort', await act(res, params.piPayId, { action: 'abort' })),

    details: async ({ params, res }) => {
      const { client, requestId } = res.locals
      const details = await payments.details({
        paymentId: params.piPayId,
        direction: 'u2a',
        clientId: client?.clientId,
        requestId,
      })
      if (!details.ok) return refuse(res, details.refusal)
      const { payment, record } = details
      const body = { success: true, action: 'details', direction: 'u2a' } as const
      const sbResData = record && u2aRecord('select', record)
      return { status: 200, body: { ...body, piResData: payment, ...(sbResData && { sbResData }) } }
    },
  })
}

const missingTxid = { field: 'txid', rule: 'is required, in the path or in the body' }
const twoPayments = { field: 'paymentId', rule: 'must be the id in the path, or absent' }
const twoTxids = { field: 'txid', rule: 'must be the same in the path and in the body' }

function respond<Action extends U2aCommand['action']>(
  res: Response,
  action: Action,
  result: ActResult,
) {
  if (!result.ok) return refuse(res, result.refusal)
  const { payment, record } = result
  const body = {
    success: true as const,
    action,
    direction: 'u2a' as const,
    piResData: payment,
    sbResData: record,
  }
  return { status: 200 as const, body }
}
