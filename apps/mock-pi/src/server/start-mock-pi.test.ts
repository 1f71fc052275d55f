import { expect, test } from 'vitest'
import { fetchJson } from '../../test/fetch-json.ts'
import { startMockPi } from './start-mock-pi.ts'

test('a user pays an app, from sign-in to completion', async () => {
  const mock = await startMockPi()
  const post = (path: string, json: unknown, headers = {}) =>
    fetchJson(`${mock.url}${path}`, { method: 'POST', json, headers })
  const key = { authorization: `Key ${mock.apiKey}` }

  const signedIn = await post('/_mock/sign-in', { username: 'alice' })
  const created = await post(
    '/v2/payments/user_to_app',
    { amount: 3.14, memo: 'Coffee', metadata: { orderId: '1' } },
    { authorization: `Bearer ${signedIn.body.access_token}` },
  )
  const id = created.body.identifier
  const approved = await post(`/v2/payments/${id}/approve`, {}, key)
  const paid = await post(`/_mock/payments/${id}/pay`, {})
  const { txid, _link } = paid.body.payment.transaction
  const completed = await post(`/v2/payments/${id}/complete`, { txid }, key)
  const read = await fetchJson(`${mock.url}/v2/payments/${id}`, { headers: key })
  const onChain = await fetchJson(_link)
  await mock.close()

  expect([created, approved, paid, completed, read].map(({ status }) => status)).toEqual([
    200, 200, 200, 200, 200,
  ])
  expect(read.body).toMatchObject({
    user_uid: signedIn.body.user.uid,
    amount: 3.14,
    to_address: mock.wallet.address,
    status: { developer_approved: true, transaction_verified: true, developer_completed: true },
  })
  expect(onChain.body).toMatchObject({
    hash: txid,
    memo: id,
    source_account: read.body.from_address,
  })
})
