// A user's program on @hey-api/openapi-ts: a function for each operation, which checks requests and responses by zod.
import { createClient as createAloha } from '#generated/hey-api/aloha/client/index.ts'
import {
  a2uCreate,
  u2aCompleteWithPiTxId,
  type A2uCreateData,
} from '#generated/hey-api/aloha/index.ts'
import { createClient as createChain } from '#generated/hey-api/chain/client/index.ts'
import { ledgers, root } from '#generated/hey-api/chain/index.ts'
import { createClient as createControl } from '#generated/hey-api/control/client/index.ts'
import { createPayment } from '#generated/hey-api/control/index.ts'
import { createClient as createPlatform } from '#generated/hey-api/platform/client/index.ts'
import { meGet, paymentsApprove } from '#generated/hey-api/platform/index.ts'
import type { IsText, Seen, Servers } from './servers.ts'

type Key = NonNullable<A2uCreateData['headers']>['Idempotency-Key']

export async function useHeyApi(servers: Servers): Promise<Seen> {
  const { mock: baseUrl, proxy, apiKey, accessToken, proxyKey } = servers
  const aloha = createAloha({ baseUrl: proxy, auth: proxyKey })
  const chain = createChain({ baseUrl })
  const platform = createPlatform({
    baseUrl,
    auth: ({ type }) => (type === 'apiKey' ? `Key ${apiKey}` : accessToken),
  })
  const strictly = { throwOnError: true } as const

  const { data: begun } = await createPayment({
    ...strictly,
    client: createControl({ baseUrl }),
    body: { username: 'alice', amount: 1, metadata: { order: '1' } },
  })
  const paymentId = begun.payment.identifier
  const { data: payment } = await paymentsApprove({
    ...strictly,
    client: platform,
    path: { paymentId },
  })
  const { data: me } = await meGet({ ...strictly, client: platform })
  const { data: start } = await root({ ...strictly, client: chain })
  const { data: page } = await ledgers({ ...strictly, client: chain, query: { limit: 1 } })
  const { data: payout } = await a2uCreate({
    ...strictly,
    client: aloha,
    headers: { 'Idempotency-Key': 'hey-api' },
    body: { payment: { amount: 1, memo: 'm', metadata: { order: '1' }, uid: me.uid } },
  })
  const { response, error } = await u2aCompleteWithPiTxId({
    client: aloha,
    path: { piPayId: paymentId, piTxId: '0'.repeat(64) },
  })

  return {
    approved: payment.status.developer_approved,
    username: me.username,
    network: start.network_passphrase,
    ledgers: page._embedded.records.length,
    payoutOf: payout.sbResData.row.uid,
    completes: response?.ok === true || error?.code == null,
    keyIsText: true satisfies IsText<Key>,
  }
}
