import { afterAll, expect, test } from 'vitest'
import { newWallet } from './new-payout.ts'
import { payoutBody } from './start-payout-world.ts'
import { startWorldBehindMan } from './start-world-behind-man.ts'

// Each payout of this file leaves a payment open.
const world = await startWorldBehindMan()
afterAll(() => world.close())
const { call, pi, newUser, paid, proxy, mock } = world

type Json = Record<string, unknown>
/** Changes every payment that Pi returns, wherever it is. */
function lie(change: (payment: Json) => Json) {
  pi.twist(({ path, status, body }) => {
    if (!path.startsWith('/v2/payments') || status !== 200) return undefined
    const response = JSON.parse(body) as Json
    const open = response['incomplete_server_payments']
    return JSON.stringify(
      Array.isArray(open)
        ? { incomplete_server_payments: open.map((each: Json) => change(each)) }
        : change(response),
    )
  })
}

const lies: [field: string, reason: string, change: (payment: Json) => Json][] = [
  ['ten times the amount', 'amount', (payment) => ({ ...payment, amount: 31.4 })],
  ['a stroop more', 'amount', (payment) => ({ ...payment, amount: 3.140_000_1 })],
  ['another user', 'uid', (payment) => ({ ...payment, user_uid: crypto.randomUUID() })],
  [
    'another wallet that pays',
    'from_address',
    (payment) => ({ ...payment, from_address: newWallet() }),
  ],
  ['no wallet that pays', 'from_address', (payment) => ({ ...payment, from_address: '' })],
  [
    'our own wallet as recipient',
    'to_address',
    (payment) => ({ ...payment, to_address: mock.wallet.address }),
  ],
  [
    'a recipient that is not a wallet',
    'to_address',
    (payment) => ({ ...payment, to_address: 'GNOBODY' }),
  ],
  ['the other network', 'network', (payment) => ({ ...payment, network: 'Pi Network' })],
  ['the other direction', 'direction', (payment) => ({ ...payment, direction: 'user_to_app' })],
  [
    'an id that is not a memo',
    'identifier',
    (payment) => ({ ...payment, identifier: 'a'.repeat(29) }),
  ],
  [
    'metadata without correlation',
    'correlation',
    (payment) => ({ ...payment, metadata: { orderId: '1' } }),
  ],
]

test.each(lies)(
  'P11: a payment with %s is held, and nothing is signed',
  async (_, reason, change) => {
    lie(change)
    const uid = await newUser()

    const response = await call('POST a2u/create', { body: payoutBody(uid) })

    expect(response).toMatchObject({
      status: 202,
      body: { success: true, sbResData: { row: { status: 'processing', txid: null } } },
    })
    const id = response.body.sbResData.row.payout_id
    const alarms = proxy.lines
      .map((line) => JSON.parse(line))
      .filter((line) => line.payout_id === id)
    expect(alarms).toMatchObject([
      { level: 'error', alarm: 'held', detail: `payment_${reason}_differs` },
    ])
    expect(await paid()).toEqual([])
    expect(
      pi.seen.filter(({ method, path }) => method === 'POST' && path === '/transactions'),
    ).toEqual([])
    expect(await call(`POST a2u/cancel/${id}`)).toMatchObject({ status: 202 })
  },
)

test('P11: a right payment after all those is paid', async () => {
  pi.straight()
  const response = await call('POST a2u/create', { body: payoutBody(await newUser()) })
  expect(response).toMatchObject({ status: 200 })
  expect(await paid()).toHaveLength(1)
})

test('responses that are lost on the way change nothing about the end', async () => {
  const lost = new Set<string>()
  // The first response to each write is lost after Pi or the chain has done what was asked.
  pi.twist(({ method, path }) => {
    const what = path.startsWith('/v2/payments/') ? path.split('/').at(-1)! : path
    if (method !== 'POST' || lost.has(what)) return undefined
    lost.add(what)
    return 'lost'
  })
  const before = await paid()

  const response = await call('POST a2u/create', { body: payoutBody(await newUser()) })

  expect(response).toMatchObject({
    status: 200,
    body: { sbResData: { row: { status: 'completed' } } },
  })
  expect([...lost].sort()).toEqual(['/transactions', '/v2/payments', 'complete'])
  expect((await paid()).length).toBe(before.length + 1)
  pi.straight()
})

test('without Latest-Ledger a payout is paid all the same', async () => {
  await world.control.patch('/settings', { latest_ledger_header: false })
  const response = await call('POST a2u/create', { body: payoutBody(await newUser()) })
  expect(response).toMatchObject({ status: 200 })
})

test.each(['lost', 429, 500] as const)(
  'what is known of a payout is reported although Pi returns %s',
  async (fault) => {
    pi.straight()
    const paidOut = await call('POST a2u/create', { body: payoutBody(await newUser()) })
    const { payout_id: id, txid } = paidOut.body.sbResData.row
    pi.twist(({ path }) => (path.startsWith('/v2/payments') ? fault : undefined))

    const details = await call(`GET a2u/details/${id}`)

    expect(details).toMatchObject({
      status: 200,
      body: { success: true, sbResData: { row: { payout_id: id, status: 'completed', txid } } },
    })
    expect(details.body.piResData).toMatchObject({ identifier: expect.any(String) })
    pi.straight()
  },
)
