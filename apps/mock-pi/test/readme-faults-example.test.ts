import { createPiClient } from '@aloha-pi/client'
import { startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import '@aloha-pi/mock-pi/vitest'
import { expect, onTestFinished, test } from 'vitest'

test('our server approves, although the first response is lost', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url })
  const control = createMockControl({ url: mock.url })
  const { payment } = await control.createPayment({ username: 'alice', amount: 3.14 })

  await control.addFault({
    match: { operation: 'platform.payments.approve' },
    when: { first: 1 },
    effect: { type: 'lost-answer' },
  })
  const approved = await pi.payments.approve(payment.identifier) // it reads the payment

  expect(approved.status.developer_approved).toBe(true)
  expect(mock).toHaveReceived('payments.approve', { times: 1, rule: 'fault/lost-answer' })
  expect(mock).toHaveReceived('payments.get', { times: 1, status: 200 })
  const { happened } = await control.explain('last')
  expect(happened).toMatch('Then the mock reset the connection')
})
