import { setTimeout } from 'node:timers/promises'
import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { afterAll, expect, test } from 'vitest'
import type { ProxyResponse } from '../start-test-proxy.ts'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

const world = await startPayoutWorld({
  settings: { ledger_close: 'by-hand', submit_timeout_ms: 100 },
  env: {
    PAYOUT_WAIT_MS: '1500',
    PAYOUT_TIME_BOUND_S: '20',
    METRICS_PORT: '0',
    PAYOUT_LEDGER_MS: '150',
  },
  keys: [
    { clientName: 'alice', scopes: [...alohaScopes] },
    { clientName: 'bob', scopes: [...alohaScopes] },
    { clientName: 'maker', scopes: ['a2u:create'] },
    { clientName: 'canceller', scopes: ['a2u:cancel'] },
    { clientName: 'reader', scopes: ['read'] },
    { clientName: 'u2a-only', scopes: ['u2a'] },
  ],
})
afterAll(() => world.close())
const { newUser, paid, proxy, control } = world
const keyOf = (name: string) => proxy.keys.find((key) => key.name === name)?.secret ?? ''
const as =
  (name: string) =>
  (route: string, init: Parameters<typeof world.call>[1] = {}): Promise<ProxyResponse> =>
    world.call(route, { key: keyOf(name), ...init })
const [alice, bob] = [as('alice'), as('bob')]
const idOf = ({ body }: ProxyResponse): string => body.sbResData.row.payout_id
const create = async (wish: Record<string, unknown> = {}, call = alice) =>
  call('POST a2u/create', { body: payoutBody(await newUser(), wish) })
const close = (count = 1) => control.post('/ledger/close', { count })

const LOOK_EVERY_MS = 80

/** Reads until the payout has the status, and closes a ledger between two looks. */
async function until(id: string, status: string): Promise<ProxyResponse> {
  for (let tries = 1; tries <= 1_000; tries += 1) {
    const details = await alice(`GET a2u/details/${id}`)
    if (details.body.sbResData.row.status === status) return details
    await setTimeout(LOOK_EVERY_MS)
    await close()
  }
  throw new Error(`${id} was never ${status}`)
}

test('what is not done in time is 202 with where and when to look', async () => {
  const response = await create()
  expect(response).toMatchObject({
    status: 202,
    body: {
      success: true,
      action: 'create',
      piResData: { status: { developer_completed: false } },
      sbResData: { operation: 'insert', row: { status: 'processing', txid: null } },
    },
  })
  expect(response.headers.get('retry-after')).toBe('5')
  const location = response.headers.get('location')
  expect(location).toBe(`/v1/transaction/a2u/details/${idOf(response)}`)

  await until(idOf(response), 'completed')

  const polled = await fetch(`${proxy.url}${location}`)
  expect(await polled.json()).toMatchObject({ sbResData: { row: { status: 'completed' } } })
})

test('while a signed transaction may still pay, a cancellation waits; then it is too late', async () => {
  const id = idOf(await create())

  const asked = await alice(`POST a2u/cancel/${id}`)
  expect(asked).toMatchObject({
    status: 202,
    body: {
      success: true,
      action: 'cancel',
      sbResData: { operation: 'update', row: { status: 'processing', cancel_requested: true } },
    },
  })
  expect(asked.headers.get('location')).toBe(`/v1/transaction/a2u/details/${id}`)
  expect(asked.headers.get('retry-after')).toBe('5')

  await close()
  await until(id, 'completed')
  expect(await alice(`POST a2u/cancel/${id}`)).toMatchObject({
    status: 409,
    body: { success: false, code: 'already_paid', sbResData: { row: { status: 'completed' } } },
  })
})

test('a payout whose transaction can never apply any more is cancelled, and nothing was paid', async () => {
  await control.patch('/settings', { ledger_inclusion: 'none' })
  const before = await paid()
  const id = idOf(await create())
  expect(await alice(`POST a2u/cancel/${id}`)).toMatchObject({ status: 202 })

  await control.post('/clock/advance', { ms: 30_000 })
  await close(6)
  const cancelled = await until(id, 'cancelled')
  await control.patch('/settings', { ledger_inclusion: 'all' })
  await close(20)

  expect(cancelled.body.piResData).toMatchObject({ status: { cancelled: true }, transaction: null })
  expect(await paid()).toEqual(before)
  expect(await alice(`POST a2u/cancel/${id}`)).toMatchObject({ status: 200 })
})

test('a payout that waits behind another is cancelled at once', async () => {
  const first = await create()
  const second = await create()
  expect(second.status).toBe(202)

  expect(await alice(`POST a2u/cancel/${idOf(second)}`)).toMatchObject({
    status: 200,
    body: { sbResData: { row: { status: 'cancelled', payment_id: null } } },
  })
  const response = await alice(`GET a2u/details/${idOf(second)}`)
  expect(response.body).toMatchObject({ success: true, piResData: null })
  await until(idOf(first), 'completed')
})

test('a cancelled payout stays cancelled under its key', async () => {
  const first = await create()
  const body = payoutBody(await newUser())
  const init = { body, headers: { 'idempotency-key': 'cancelled-1' } }
  const second = await alice('POST a2u/create', init)
  await alice(`POST a2u/cancel/${idOf(second)}`)

  const again = await alice('POST a2u/create', init)

  expect(again).toMatchObject({
    status: 409,
    body: { success: false, code: 'cancelled', sbResData: { row: { status: 'cancelled' } } },
  })
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  await until(idOf(first), 'completed')
})

test('P7: to another client a payout is as unknown as one that does not exist', async () => {
  const response = await create()
  const id = idOf(response)
  const unknown = '00000000-0000-8000-8000-000000000000'
  const foreign = await bob(`POST a2u/cancel/${id}`)
  const missing = await bob(`POST a2u/cancel/${unknown}`)
  expect(foreign.status).toBe(404)
  const bodyOf = ({ body }: ProxyResponse, ownId: string) =>
    JSON.stringify({ ...body, request_id: '' }).replaceAll(ownId, 'ID')
  expect(bodyOf(foreign, id)).toBe(bodyOf(missing, unknown))
  expect([...foreign.headers.keys()].sort()).toEqual([...missing.headers.keys()].sort())
  const { payment_id: paymentId } = response.body.sbResData.row
  expect(bodyOf(await bob(`POST a2u/cancel/${paymentId}`), paymentId)).toBe(
    bodyOf(missing, unknown),
  )

  const row = (await alice(`GET a2u/details/${id}`)).body.sbResData.row
  expect(row).toMatchObject({ cancel_requested: false })
  await until(id, 'completed')
})

test('P7: incomplete shows a client its own payouts and payments, without our correlation', async () => {
  const response = await create()
  const mine = await alice('GET a2u/incomplete')
  expect(mine).toMatchObject({
    status: 200,
    body: {
      success: true,
      action: 'incomplete',
      direction: 'a2u',
      piResData: { incomplete_server_payments: [{ metadata: { orderId: '1' } }] },
      sbResData: { table: 'payout', operation: 'select', rows: [{ payout_id: idOf(response) }] },
    },
  })
  expect(JSON.stringify(mine.body)).not.toContain('_aloha')
  expect((await bob('GET a2u/incomplete')).body).toMatchObject({
    piResData: { incomplete_server_payments: [] },
    sbResData: { rows: [] },
  })
  await until(idOf(response), 'completed')
})

test('P7: an idempotency key belongs to its client', async () => {
  const init = { body: payoutBody(await newUser()), headers: { 'idempotency-key': 'shared' } }
  const first = await alice('POST a2u/create', init)
  await until(idOf(first), 'completed')
  const other = await bob('POST a2u/create', init)
  expect(idOf(other)).not.toBe(idOf(first))
  expect(other.headers.get('idempotent-replayed')).toBeNull()
  await until(idOf(other), 'completed')
})

const routes: [route: string, scope: string][] = [
  ['POST a2u/create', 'a2u:create'],
  ['POST a2u/cancel/unknown', 'a2u:cancel'],
  ['GET a2u/incomplete', 'read'],
]
const holders = { maker: 'a2u:create', canceller: 'a2u:cancel', reader: 'read', 'u2a-only': 'u2a' }

test.each(routes)('P6: %s needs the scope %s', async (route, scope) => {
  for (const [name, held] of Object.entries(holders)) {
    const { status, body } = await as(name)(route)
    const isLetIn = held === scope
    expect([name, status === 403, body.code === 'insufficient_scope']).toEqual([
      name,
      !isLetIn,
      !isLetIn,
    ])
  }
})

test('P34: metrics count payouts by state and show nothing about them', async () => {
  const response = await create({ memo: 'secret memo', amount: 7.654321 })
  const text = await (await fetch(`${proxy.metricsUrl}/metrics`)).text()
  expect(text).toMatch(/^aloha_payouts\{state="signed"\} 1$/m)
  expect(text).toMatch(/^aloha_payout_oldest_seconds [\d.]+$/m)
  expect(text).toMatch(/^aloha_chain_seconds_count\{operation="submit",outcome="\d+"\} \d+$/m)
  const { uid, payment_id: paymentId, payout_id: payoutId } = response.body.sbResData.row
  const { to_address: to } = response.body.piResData
  for (const told of [
    uid,
    paymentId,
    payoutId,
    to,
    '7.654321',
    'secret memo',
    world.mock.wallet.address,
  ]) {
    expect(text).not.toContain(told)
  }
  await until(payoutId, 'completed')
  const after = await (await fetch(`${proxy.metricsUrl}/metrics`)).text()
  expect(after).not.toMatch(/^aloha_payouts\{/m)
})

test('P36: whatever races a cancellation, no payout is cancelled and paid', async () => {
  await control.patch('/settings', { ledger_close: 50 })
  const ends: string[] = []
  for (let round = 0; round < 8; round += 1) {
    const before = await paid()
    const body = payoutBody(await newUser())
    const init = { body, headers: { 'idempotency-key': `race-${round}` } }
    const creating = alice('POST a2u/create', init)
    const id = (await eventuallyKnown(creating)) ?? idOf(await creating)
    await alice(`POST a2u/cancel/${id}`)
    const end = await untilFinal(id)
    ends.push(end)
    expect((await paid()).length - before.length).toBe(end === 'cancelled' ? 0 : 1)
  }
  expect(ends.every((end) => end === 'cancelled' || end === 'completed')).toBe(true)

  /** The id of the payout while its call still waits. */
  async function eventuallyKnown(creating: Promise<ProxyResponse>): Promise<string | undefined> {
    const over = new AbortController()
    void creating.then(() => over.abort())
    while (!over.signal.aborted) {
      const { body } = await alice('GET a2u/incomplete')
      const [row] = body.sbResData?.rows ?? []
      if (row != null) return row.payout_id
    }
    return undefined
  }

  async function untilFinal(id: string): Promise<string> {
    for (;;) {
      const { status } = (await alice(`GET a2u/details/${id}`)).body.sbResData.row
      if (status !== 'processing') return status
      await setTimeout(LOOK_EVERY_MS)
    }
  }
})
