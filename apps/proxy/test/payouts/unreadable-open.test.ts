import { afterAll, beforeEach, expect, test } from 'vitest'
import { payoutBody } from './start-payout-world.ts'
import { startWorldBehindMan } from './start-world-behind-man.ts'

const world = await startWorldBehindMan({ env: { PAYOUT_WAIT_MS: '0' } })
afterAll(() => world.close())
const { call, pi, newUser, paid, proxy } = world

type Json = Record<string, unknown>
const creates = () => pi.seen.filter((it) => it.method === 'POST' && it.path === '/v2/payments')

/** The responses to creates are lost, and the list shows each payment as `change` makes it. */
function loseCreates(change: (payment: Json) => unknown) {
  pi.twist(({ method, path, body }) => {
    if (method === 'POST' && path === '/v2/payments') return 'lost'
    if (!path.endsWith('/incomplete_server_payments')) return undefined
    const open = (JSON.parse(body) as { incomplete_server_payments: Json[] })
      .incomplete_server_payments
    return JSON.stringify({ incomplete_server_payments: [7, ...open.map(change)] })
  })
}

/** A payout whose create reached Pi, and which was looked for in the list since. */
async function lostPayout(uid: string): Promise<string> {
  const { body } = await call('POST a2u/create', { body: payoutBody(uid) })
  const id: string = body.sbResData.row.payout_id
  const isSaid = (line: string) => line.includes('unreadable_payment') && line.includes(id)
  await expect.poll(() => proxy.lines.some(isSaid)).toBe(true)
  return id
}

const statusOf = async (id: string): Promise<string> =>
  (await call(`GET a2u/details/${id}`)).body.sbResData.row.status

beforeEach(() => loseCreates((payment) => ({ ...payment, network: 'Pi Marsnet' })))

test('a lost create that the list shows in another shape is not created a second time', async () => {
  const uid = await newUser()
  const before = creates().length
  const id = await lostPayout(uid)

  expect(await statusOf(id)).toBe('processing')
  expect(creates()).toHaveLength(before + 1)
  pi.straight()
  await expect.poll(() => statusOf(id)).toBe('completed')
  expect(creates()).toHaveLength(before + 1)
  expect(await paid()).toHaveLength(1)
})

test('its cancel gets no response before its payment can be read, and cancelled at Pi', async () => {
  const id = await lostPayout(await newUser())
  expect(await call(`POST a2u/cancel/${id}`)).toMatchObject({ status: 202 })
  const lists = () => pi.seen.filter(({ path }) => path.endsWith('incomplete_server_payments'))
  const before = lists().length
  await expect.poll(() => lists().length).toBeGreaterThan(before)

  expect(await statusOf(id)).toBe('processing')
  expect(pi.seen.filter(({ path }) => path.endsWith('/cancel'))).toEqual([])
  pi.straight()
  await expect.poll(() => statusOf(id)).toBe('cancelled')
  expect(pi.seen.filter(({ path }) => path.endsWith('/cancel'))).toHaveLength(1)
})

test('an entry of another shape keeps no other payout from being found in the list', async () => {
  loseCreates((payment) => payment)
  const { body } = await call('POST a2u/create', { body: payoutBody(await newUser()) })
  const id: string = body.sbResData.row.payout_id
  await expect.poll(() => statusOf(id)).toBe('completed')
})
