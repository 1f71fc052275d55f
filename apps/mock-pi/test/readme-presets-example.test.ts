import { createPiClient } from '@aloha-pi/client'
import { startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import { expect, onTestFinished, test } from 'vitest'

test('our server completes what it left uncompleted', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url })
  const control = createMockControl({ url: mock.url })

  const trouble = await control.applyPreset('paid-not-completed', { username: 'bob' })
  expect(trouble.way_out[0]).toMatch('Read the payment')
  const left = await pi.payments.get(trouble.payment_id ?? '') // your server gets it from onIncompletePaymentFound
  await pi.payments.complete(left.identifier, left.transaction?.txid ?? '')

  await control.createPayment({ username: 'bob', amount: 1 }) // would be refused as pending
})
