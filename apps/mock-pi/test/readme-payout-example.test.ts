import { createRequire } from 'node:module'
import { redirectPiHosts, startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import { expect, onTestFinished, test } from 'vitest'

const { default: PiNetwork } = createRequire(import.meta.url)('pi-backend')

test('our server pays a user with the official client, unmodified', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  onTestFinished(redirectPiHosts({ url: mock.url }))
  const pi = new PiNetwork(mock.apiKey, mock.wallet.seed)
  const { users } = await createMockControl({ url: mock.url }).users()
  const uid = users.find(({ username }) => username === 'alice')?.uids[mock.appId]

  const metadata = { order: '1' }
  const id = await pi.createPayment({ amount: 3.14, memo: 'A refund', metadata, uid })
  const txid = await pi.submitPayment(id) // signs a transaction and waits for the ledger that takes it
  const paid = await pi.completePayment(id, txid)

  expect(paid.status.developer_completed).toBe(true)
})
