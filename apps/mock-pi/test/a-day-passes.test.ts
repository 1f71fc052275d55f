import { expect, test } from 'vitest'
import { createMockControl } from '../src/control-client/index.ts'
import { newUserPayment } from '../src/payments/user-payment-machine.ts'
import { startMock } from './start-mock.ts'

const COUNT = 5_000
const DAY_MS = 86_400_000

test('a day passes at once, although 5,000 payments wait for approval', async () => {
  const { world, url, appId } = await startMock()
  const control = createMockControl({ url })
  const alice = world.users.find('alice')!
  for (let place = 0; place < COUNT; place += 1) {
    const terms = {
      id: `payment-${place}`,
      appId,
      username: alice.username,
      uid: `uid-${place}`,
      amount: 1n,
      memo: 'A payment',
      metadata: {},
      toAddress: world.apps.first().wallet.address,
      network: world.network,
    }
    world.payments.save(newUserPayment(terms, world.clock.now(), 60_000))
  }
  const runsBefore = world.saved().ledger.runs.length
  let saved = 0
  world.payments.onSave(() => (saved += 1))
  await control.advanceClock({ ms: DAY_MS })

  // Each payment is changed once, and all ledgers of the day are one run.
  expect(saved).toBe(COUNT)
  expect(world.saved().ledger.runs.length - runsBefore).toBe(1)
  expect(world.ledger.view().latest().sequence).toBeGreaterThan(DAY_MS / 1_000)
  const { payments } = await control.payments({ limit: 200 })
  expect(new Set(payments.map(({ timeline }) => timeline.at(-1)?.event))).toEqual(
    new Set(['expired']),
  )
  expect(payments.at(-1)?.timeline.at(-1)?.at).toBe('2026-01-01T00:01:00.000Z')
})
