import { afterAll, expect, test } from 'vitest'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

const world = await startPayoutWorld({
  settings: { ledger_close: 'instant' },
  env: { PAYOUT_WAIT_MS: '10000' },
})
afterAll(() => world.close())

test('a payout is paid by instant ledgers that stood still for longer than an envelope is valid', async () => {
  const uid = await world.newUser()
  const pay = (amount: number) =>
    world.call('POST a2u/create', { body: payoutBody(uid, { amount }) })
  expect(await pay(1)).toMatchObject({ status: 200 })

  await world.control.post('/clock/advance', { ms: 600_000 })

  expect(await pay(2)).toMatchObject({ status: 200 })
  expect(await world.paid()).toHaveLength(2)
})
