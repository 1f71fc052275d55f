import { createPiClient } from '@aloha-pi/client'
import { startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import '@aloha-pi/mock-pi/vitest'
import { expect, onTestFinished, test } from 'vitest'

test('each worker has its own world', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  const control = createMockControl({ url: mock.url })
  const { app, url } = await control.createWorld({ name: 'worker-1' })
  const mine = control.inWorld('worker-1') // or createMockControl({ url })

  const { payment } = await mine.createPayment({ username: 'alice', amount: 3.14 })
  const pi = createPiClient({ apiKey: app.api_key, baseUrl: mock.url })
  await pi.payments.approve(payment.identifier) // the key chooses the world

  await mine.forkWorld('worker-1', { name: 'expired' }) // a copy, for "what if"
  await mine.inWorld('expired').advanceClock({ ms: 61_000 })
  await expect(mine).toHaveReceived('payments.approve', { times: 1 })
  await expect(control).not.toHaveReceived('payments.approve')
  expect((await fetch(`${url}/ledgers`)).status).toBe(200)
  await control.dropWorld('worker-1')
})
