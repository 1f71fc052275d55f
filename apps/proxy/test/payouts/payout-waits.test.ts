import { expect, test } from 'vitest'
import { until } from '../start-operator-world.ts'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

type World = Awaited<ReturnType<typeof startPayoutWorld>>

/** A payment that another program opens with the same app; returns Pi's id. */
async function openElsewhere({ mock }: World, uid: string): Promise<string> {
  const response = await fetch(`${mock.url}/v2/payments`, {
    method: 'POST',
    headers: { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ payment: { amount: 1, memo: '', metadata: { other: 1 }, uid } }),
  })
  const { identifier } = (await response.json()) as { identifier: string }
  return identifier
}

async function rowOf({ call }: World, id: string) {
  return (await call(`GET a2u/details/${id}`)).body.sbResData.row
}

async function untilItWaits(world: World, id: string) {
  return until(async () => {
    const row = await rowOf(world, id)
    return row.blocked_by == null ? undefined : row
  })
}

async function create({ call }: World, uid: string, key: string) {
  const headers = { 'idempotency-key': key }
  const { status, body } = await call('POST a2u/create', { body: payoutBody(uid), headers })
  expect(status).toBe(202)
  return String(body.sbResData.row.payout_id)
}

test('a payout says which payment of its user blocks it, and nothing once it is paid', async () => {
  const world = await startPayoutWorld({
    settings: { a2u_concurrency: 'per-user' },
    env: { PAYOUT_WAIT_MS: '0' },
  })
  try {
    const [uid, other] = [await world.newUser(), await world.newUser()]
    const payment = await openElsewhere(world, uid)
    const id = await create(world, uid, 'blocked')
    expect(await untilItWaits(world, id)).toMatchObject({
      status: 'processing',
      waits_for: 'user_payment',
      blocked_by: payment,
    })
    const { body } = await world.call(`GET a2u/details/${id}`, { key: null })
    expect(body.sbResData.row.waits_for).toBe('user_payment')
    expect(body.sbResData.row).not.toHaveProperty('blocked_by')
    const free = await create(world, other, 'free')
    const paid = await until(async () => {
      const row = await rowOf(world, free)
      return row.status === 'completed' ? row : undefined
    })
    expect(paid).toMatchObject({ waits_for: null, blocked_by: null })
  } finally {
    await world.close()
  }
})

test('a payout that waits for its turn says which payment of the app blocks the one ahead of it', async () => {
  const world = await startPayoutWorld({
    settings: { a2u_concurrency: 'per-app' },
    env: { PAYOUT_WAIT_MS: '0' },
  })
  try {
    const payment = await openElsewhere(world, await world.newUser())
    const ids: string[] = []
    for (const key of ['first', 'second', 'third']) {
      ids.push(await create(world, await world.newUser(), key))
    }
    for (const id of ids) {
      expect(await untilItWaits(world, id)).toMatchObject({
        waits_for: 'app_payment',
        blocked_by: payment,
      })
    }
  } finally {
    await world.close()
  }
})
