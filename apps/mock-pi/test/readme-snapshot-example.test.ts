import { createPiClient } from '@aloha-pi/client'
import { startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'
import { expect, onTestFinished, test } from 'vitest'

test('a test begins from a saved world', async () => {
  const mock = await startMockPi({ clock: '2026-01-01T00:00:00Z' }) // stopped at this time
  onTestFinished(() => mock.close())
  const control = createMockControl({ url: mock.url })
  const { payment } = await control.createPayment({ username: 'alice', amount: 3.14 })
  const snapshot = await control.snapshot()

  await control.advanceClock({ ms: 60_000 })
  const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url })
  await expect(pi.payments.approve(payment.identifier)).rejects.toThrow('expired') // too late

  await control.restore(snapshot)
  expect((await pi.payments.approve(payment.identifier)).status.developer_approved).toBe(true)
})
