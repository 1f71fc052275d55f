import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

const world = await startPayoutWorld({
  // Nothing is paid: each payout stays open.
  settings: { ledger_close: 'by-hand', a2u_concurrency: 'off' },
  env: { PAYOUT_WAIT_MS: '0' },
  keys: [
    { clientName: 'alice', scopes: [...alohaScopes] },
    { clientName: 'bob', scopes: [...alohaScopes] },
  ],
})
afterAll(() => world.close())
const { proxy, newUser } = world
const keyOf = (name: string) => proxy.keys.find((key) => key.name === name)?.secret ?? ''
const as = (name: string) => (route: string, body?: string) =>
  world.call(route, { key: keyOf(name), ...(body != null && { body }) })
const [alice, bob] = [as('alice'), as('bob')]

const ids: string[] = []
beforeAll(async () => {
  for (let count = 0; count < 5; count += 1) {
    const { body } = await alice('POST a2u/create', payoutBody(await newUser()))
    ids.push(body.sbResData.row.payout_id)
  }
})
const idsOf = (body: { sbResData: { rows: { payout_id: string }[] } }) =>
  body.sbResData.rows.map((row) => row.payout_id)

test('open payouts come page by page, oldest first', async () => {
  const pages = []
  for (let query = '?limit=2'; query !== '';) {
    const { status, body } = await alice(`GET a2u/incomplete${query}`)
    expect(status).toBe(200)
    pages.push(idsOf(body))
    const cursor: string | null = body.sbResData.next_cursor
    query = cursor == null ? '' : `?limit=2&cursor=${cursor}`
  }
  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
  expect(pages.flat()).toEqual(ids)
})

test('without parameters a page has up to 100', async () => {
  const { body } = await alice('GET a2u/incomplete')
  expect(idsOf(body)).toEqual(ids)
  expect(body.sbResData.next_cursor).toBeNull()
})

test.each([
  ['limit=0', 'limit'],
  ['limit=201', 'limit'],
  ['limit=1.5', 'limit'],
  ['limit=', 'limit'],
  ['limit=2&limit=3', 'limit'],
  ['cursor=', 'cursor'],
  ['cursor=a%20b', 'cursor'],
  ['cursor=unknown', 'cursor'],
  [`cursor=${crypto.randomUUID()}`, 'cursor'],
])('%s is refused with 400', async (query, field) => {
  const { status, body } = await alice(`GET a2u/incomplete?${query}`)
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_request' })
  expect(body.error).toMatch(new RegExp(`^${field} must be`))
})

test('P7: the cursor of one client is none of another', async () => {
  expect(await bob(`GET a2u/incomplete?cursor=${ids[0]}`)).toMatchObject({ status: 400 })
  expect(await alice(`GET a2u/incomplete?cursor=${ids[0]}`)).toMatchObject({ status: 200 })
})
