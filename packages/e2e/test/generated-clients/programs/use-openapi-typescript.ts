// A user's program on openapi-typescript and openapi-fetch: types only, one client for every path.
import createClient from 'openapi-fetch'
import type { operations, paths as AlohaPaths } from '#generated/openapi-typescript/aloha.ts'
import type { paths as ChainPaths } from '#generated/openapi-typescript/chain.ts'
import type { paths as ControlPaths } from '#generated/openapi-typescript/control.ts'
import type { paths as PlatformPaths } from '#generated/openapi-typescript/platform.ts'
import type { IsText, Seen, Servers } from './servers.ts'

type Key = NonNullable<operations['a2u.create']['parameters']['header']>['Idempotency-Key']

export async function useOpenapiTypescript(servers: Servers): Promise<Seen> {
  const { mock: baseUrl, proxy, apiKey, accessToken, proxyKey } = servers
  const control = createClient<ControlPaths>({ baseUrl })
  const platform = createClient<PlatformPaths>({ baseUrl })
  const chain = createClient<ChainPaths>({ baseUrl })
  const aloha = createClient<AlohaPaths>({
    baseUrl: proxy,
    headers: { authorization: `Bearer ${proxyKey}` },
  })

  const { data: begun } = await control.POST('/_mock/payments', {
    body: { username: 'alice', amount: 1, metadata: { order: '1' } },
  })
  const paymentId = begun?.payment.identifier ?? ''
  const { data: payment } = await platform.POST('/v2/payments/{paymentId}/approve', {
    params: { path: { paymentId } },
    headers: { authorization: `Key ${apiKey}` },
  })
  const { data: me } = await platform.GET('/v2/me', {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  const { data: root } = await chain.GET('/')
  const { data: page } = await chain.GET('/ledgers', { params: { query: { limit: 1 } } })
  const { data: payout } = await aloha.POST('/v1/transaction/a2u/create', {
    params: { header: { 'Idempotency-Key': 'openapi-typescript' } },
    body: { payment: { amount: 1, memo: 'm', metadata: { order: '1' }, uid: me?.uid ?? '' } },
  })
  const { response, error } = await aloha.POST('/v1/transaction/u2a/complete/{piPayId}/{piTxId}', {
    params: { path: { piPayId: paymentId, piTxId: '0'.repeat(64) } },
  })

  return {
    approved: payment?.status.developer_approved ?? false,
    username: me?.username,
    network: root?.network_passphrase ?? '',
    // The same operation is a stream of events, as text, when it is asked for.
    ledgers: typeof page === 'object' ? page._embedded.records.length : 0,
    payoutOf: payout?.sbResData.row.uid ?? '',
    completes: response.ok || error?.code == null,
    keyIsText: true satisfies IsText<Key>,
  }
}
