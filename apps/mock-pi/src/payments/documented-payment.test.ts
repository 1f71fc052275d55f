import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const PAYMENT = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
const TXID = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'

test('the documented payment is completed by the documented transaction', async () => {
  const { pi, url } = await startMock()
  expect(await pi.payments.get(PAYMENT)).toMatchObject({
    identifier: PAYMENT,
    network: 'Pi Testnet',
    status: { developer_approved: true, transaction_verified: true, developer_completed: true },
    transaction: { txid: TXID, verified: true, _link: `${url}/transactions/${TXID}` },
  })
})

test('the documented transaction is found by its hash, outside the ledger', async () => {
  const { call } = await startMock()
  const { body } = await call('GET', `/transactions/${TXID}`)
  expect(body).toMatchObject({ hash: TXID, memo: PAYMENT })
  const { history_latest_ledger: newest } = (await call('GET', '/')).body
  expect(newest).toBe(1)
})

test('completing the documented payment again is refused as for any other', async () => {
  const { asApp } = await startMock()
  expect(await asApp('POST', `/payments/${PAYMENT}/complete`, { txid: TXID })).toMatchObject({
    status: 400,
    body: { error: 'already_completed', payment: { identifier: PAYMENT } },
  })
})

test('the documented payment belongs only to the first app', async () => {
  const { call, control } = await startMock()
  const { body: other } = await control('/apps')
  const headers = { authorization: `Key ${other.api_key}` }
  expect((await call('GET', `/v2/payments/${PAYMENT}`, { headers })).status).toBe(404)
})
