import { createMockControl } from '@aloha-pi/mock-pi/control'
import '@aloha-pi/mock-pi/vitest'
import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'

test('the journal shows what our server sent', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  const control = createMockControl({ url: mock.url })

  await fetch(`${mock.url}/v2/payments/none/complete`, {
    method: 'POST',
    headers: { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' },
    body: '{"txid":"abc"}',
  })

  const { entries } = await control.waitForRequests({ operation: 'payments.complete', count: 1 })
  expect(entries[0]?.validation.result).toBe('request_failed')
  expect(mock).toHaveReceived('payments.complete', { times: 1, body: { txid: 'abc' } })
  await expect(control).not.toHaveReceived('payments.cancel')
})
