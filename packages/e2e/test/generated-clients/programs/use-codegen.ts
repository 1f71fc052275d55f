// A user's program on openapi-typescript-codegen: a class for each tag, and one base URL for each document.
import {
  A2UService,
  ApiError,
  OpenAPI as aloha,
  U2AService,
} from '#generated/codegen/aloha/index.ts'
import { LedgersService, NetworkService, OpenAPI as chain } from '#generated/codegen/chain/index.ts'
import {
  OpenAPI as control,
  PaymentsService as ControlService,
} from '#generated/codegen/control/index.ts'
import {
  OpenAPI as platform,
  PaymentsService,
  UsersService,
} from '#generated/codegen/platform/index.ts'
import type { IsText, Seen, Servers } from './servers.ts'

type Key = Parameters<typeof A2UService.a2UCreate>[1]

export async function useCodegen(servers: Servers): Promise<Seen> {
  const { mock, proxy, apiKey, accessToken, proxyKey } = servers
  Object.assign(chain, { BASE: mock })
  Object.assign(control, { BASE: mock })
  Object.assign(platform, { BASE: mock, HEADERS: { authorization: `Key ${apiKey}` } })
  Object.assign(aloha, { BASE: proxy, TOKEN: proxyKey })

  const begun = await ControlService.createPayment({
    username: 'alice',
    amount: 1,
    metadata: { order: '1' },
  })
  const paymentId = begun.payment.identifier
  const payment = await PaymentsService.paymentsApprove(paymentId)
  Object.assign(platform, { HEADERS: { authorization: `Bearer ${accessToken}` } })
  const me = await UsersService.meGet()
  const root = parsed(await NetworkService.root())
  const page = parsed(await LedgersService.ledgers(undefined, undefined, 1))
  const payout = await A2UService.a2UCreate(
    { payment: { amount: 1, memo: 'm', metadata: { order: '1' }, uid: me.uid } },
    'codegen',
  )
  const refused = await U2AService.u2ACompleteWithPiTxId(paymentId, '0'.repeat(64)).catch(
    (error: unknown) => error,
  )

  return {
    approved: payment.status.developer_approved,
    username: me.username,
    network: root.network_passphrase,
    ledgers: page._embedded.records.length,
    payoutOf: payout.sbResData.row.uid,
    completes: !(refused instanceof ApiError),
    keyIsText: true satisfies IsText<Key>,
  }
}

/** This generator leaves `application/hal+json` as text, whatever type it declares. */
function parsed<Body extends object>(body: Body): Body {
  return typeof body === 'string' ? (JSON.parse(body) as Body) : body
}
