import { afterAll, beforeAll, expect, test } from 'vitest'
import { payoutBody } from './start-payout-world.ts'
import { startWorldBehindMan } from './start-world-behind-man.ts'

/** Ten fewer than the mock takes: room for payouts. */
const OPEN = 9_990
const world = await startWorldBehindMan({ env: { PAYOUT_WAIT_MS: '0' } })
afterAll(() => world.close())
const { call, pi, mock, newUser } = world

beforeAll(async () => {
  const uid = await newUser()
  const headers = {
    authorization: `Key ${mock.apiKey}`,
    'content-type': 'application/json',
  }
  const payment = {
    uid,
    amount: 1,
    memo: 'By another program',
    metadata: { note: 'n'.repeat(300) },
  }
  const body = JSON.stringify({ payment })
  const create = async () => {
    const response = await fetch(`${mock.url}/v2/payments`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    await response.arrayBuffer()
  }
  for (let made = 0; made < OPEN; made += 30) {
    await Promise.all(Array.from({ length: 30 }, create))
  }
})

const stateOf = async (id: string): Promise<string> =>
  (await call(`GET a2u/details/${id}`)).body.sbResData.row.status

/** A payout whose create reached Pi, while the response was lost. */
async function lostPayout(): Promise<string> {
  let isLost = false
  pi.twist(({ method, path }) => {
    if (isLost || method !== 'POST' || path !== '/v2/payments') return undefined
    isLost = true
    return 'lost'
  })
  const { body } = await call('POST a2u/create', { body: payoutBody(await newUser()) })
  await expect.poll(() => isLost).toBe(true)
  return body.sbResData.row.payout_id
}

test('a lost create is found among 10,000 open payments, and paid', async () => {
  const id = await lostPayout()
  await expect.poll(() => stateOf(id), { timeout: 20_000 }).toBe('completed')
})

test('a lost create is found among 10,000 open payments, and cancelled', async () => {
  const id = await lostPayout()
  expect((await call(`POST a2u/cancel/${id}`)).status).toBeLessThan(300)
  await expect.poll(() => stateOf(id), { timeout: 20_000 }).toBe('cancelled')
})

test('among 10,000 open payments of others the own ones are listed', async () => {
  const { body } = await call('POST a2u/create', { body: payoutBody(await newUser()) })
  const open = await call('GET a2u/incomplete')
  expect(open).toMatchObject({ status: 200, body: { success: true } })
  const ids = open.body.sbResData.rows.map((row: { payout_id: string }) => row.payout_id)
  expect(ids).toContainEqual(body.sbResData.row.payout_id)
})
