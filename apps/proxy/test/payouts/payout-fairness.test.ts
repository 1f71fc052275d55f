import { afterAll, expect, test } from 'vitest'
import { startManInTheMiddle } from './start-man-in-the-middle.ts'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

let middle: Awaited<ReturnType<typeof startManInTheMiddle>>
const world = await startPayoutWorld({
  through: async (mockUrl) => (middle = await startManInTheMiddle(mockUrl)).url,
  env: { PAYOUT_WAIT_MS: '0', PAYOUT_OPEN_PER_CLIENT: '30' },
  keys: [
    { clientName: 'flood', scopes: ['a2u:create'] },
    { clientName: 'modest', scopes: ['a2u:create'] },
  ],
})
afterAll(async () => {
  await world.close()
  await middle.close()
})
const { call, newUser, paid, proxy } = world

test('P27: one client floods, and the payout of another does not wait for it', async () => {
  const [flood, modest] = proxy.keys.map(({ secret }) => secret)
  const create = (uid: string, n: number, key: string | undefined) =>
    call('POST a2u/create', {
      key: key!,
      body: payoutBody(uid, { amount: 1 }),
      headers: { 'idempotency-key': `order-${n}` },
    })
  const [uid, other] = [await newUser(), await newUser()]
  // While nothing passes to Pi, no more than the first payout begins there.
  const release = middle.hold()
  const flooded = await Promise.all(Array.from({ length: 40 }, (_, n) => create(uid, n, flood)))
  expect(flooded.filter(({ status }) => status === 202)).toHaveLength(30)
  expect(flooded.find(({ status }) => status === 429)).toMatchObject({
    body: { code: 'payout_limit', error: expect.stringContaining('30 open payouts of one client') },
  })
  const response = await create(other, 1, modest)
  const { payout_id: id } = response.body.sbResData.row

  release()
  let row = response.body.sbResData.row
  while (row.status === 'processing') {
    row = (await call(`GET a2u/details/${id}`)).body.sbResData.row
  }

  expect(row.status).toBe('completed')
  const order = (await paid()).map(({ txid }) => txid)
  // Only those of the flood that had begun before it came are before it; without turns it were the 31st.
  expect(order.indexOf(row.txid)).toBeLessThan(10)
}, 30_000)
