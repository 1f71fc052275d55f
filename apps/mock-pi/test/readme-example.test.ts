import { createPiClient } from '@aloha-pi/client'
import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'

test('a user pays, and our server completes', async () => {
  const mock = await startMockPi() // a free port and a separate world, in about 4 ms
  onTestFinished(() => mock.close())
  const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url })
  const asUser = async (path: string, json: object = {}) => {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(json) }
    return (await fetch(`${mock.url}/_mock/payments${path}`, init)).json()
  }

  const { payment } = await asUser('', { username: 'alice', amount: 3.14 })
  await pi.payments.approve(payment.identifier)
  const paid = await asUser(`/${payment.identifier}/pay`)
  const done = await pi.payments.complete(payment.identifier, paid.payment.transaction.txid)

  expect(done.status.developer_completed).toBe(true)
})
