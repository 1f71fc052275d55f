import { createPiClient } from '@aloha-pi/client'
import { startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import { expect, onTestFinished, test } from 'vitest'

test('a user pays, and our server completes', async () => {
  const mock = await startMockPi() // a free port and a separate world, in about 4 ms
  onTestFinished(() => mock.close())
  const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url })
  const control = createMockControl({ url: mock.url })

  const { payment } = await control.createPayment({ username: 'alice', amount: 3.14 })
  await pi.payments.approve(payment.identifier)
  const paid = await control.payPayment(payment.identifier)
  const txid = paid.payment.transaction?.txid ?? ''
  const done = await pi.payments.complete(payment.identifier, txid)

  expect(done.status.developer_completed).toBe(true)
})
