import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DatabaseConfig } from '../src/config/config.ts'
import { noteEffect } from './note-effect.ts'
import { startOperatorWorld, type OperatorWorld } from './start-operator-world.ts'

/** Longer than a running server needs to take up a payout that may go on. */
const LONG_MS = 1_500

/** What operators' brakes do to a server that runs, whichever way they reach it. */
export function describeOperatorBrakes(newDatabase: () => Promise<DatabaseConfig>) {
  let world: OperatorWorld
  const proxy: OperatorWorld['proxy'] = (line) => world.proxy(line)
  const creates = (since: number) =>
    world.pi.seen
      .slice(since)
      .filter(({ method, path }) => method === 'POST' && path === '/v2/payments')

  beforeAll(async () => {
    world = await startOperatorWorld(await newDatabase())
  })
  afterAll(() => world.close())

  /** A payout keeps waiting for this reason, and Pi is not called for it. */
  async function expectWaits(id: string, why: string) {
    const since = world.pi.seen.length
    await new Promise((resolve) => setTimeout(resolve, LONG_MS))
    const line = await world.show(id)
    expect(line).toMatch(new RegExp(`^${id}  received `))
    expect(line).toContain(why)
    expect(creates(since)).toEqual([])
  }

  async function newKey(client: string) {
    const { lines } = await proxy(`keys create --client ${client} --scopes a2u:create,a2u:cancel`)
    const [key = ''] = lines
    return { key, keyId: key.split('_')[2] ?? '' }
  }

  test('a paused proxy accepts a payout and keeps it, and pays it once resumed', async (context) => {
    expect(await proxy('payouts pause')).toMatchObject({ code: 0 })
    const { id } = await world.create('paused')
    await expectWaits(id, 'waits: all payouts are paused')

    const since = world.pi.seen.length
    const { code, at } = await proxy('payouts resume')
    expect(code).toBe(0)
    const path = '/v2/payments'
    const ms = await world.effectMs(at, { since, method: 'POST', path })
    await noteEffect(context, 'payouts resume', ms)
    await world.untilState(id, 'completed')
  })

  test('a paused client waits, others do not', async (context) => {
    const { key } = await newKey('slow')
    expect(await proxy('payouts pause --client slow')).toMatchObject({ code: 0 })
    const slow = await world.create('of-the-paused-client', { key })
    const other = await world.create('of-another-client')
    await world.untilState(other.id, 'completed')
    await expectWaits(slow.id, 'waits: client slow is paused')

    const since = world.pi.seen.length
    const { at } = await proxy('payouts resume --client slow')
    const ms = await world.effectMs(at, { since, method: 'POST', path: '/v2/payments' })
    await noteEffect(context, 'payouts resume --client', ms)
    await world.untilState(slow.id, 'completed')
  })

  test('a payout that is paused is cancelled on command', async (context) => {
    await proxy('payouts pause')
    const { id } = await world.create('paused-to-cancel')
    const { code, date } = await proxy(`payouts cancel ${id}`)
    expect(code).toBe(0)
    const ms = await world.reachedMs(date, id, 'cancelling')
    await noteEffect(context, 'payouts cancel', ms)
    await world.untilState(id, 'cancelled')
    expect(await proxy(`payouts cancel ${id}`)).toMatchObject({
      code: 0,
      stderr: 'It was cancelled before.\n',
    })
    await proxy('payouts resume')
  })

  test('a revoked key stops what it asked for and nothing else, until a retry or another key', async (context) => {
    const first = await newKey('shop')
    const second = await newKey('shop')
    await proxy('payouts pause')
    const retried = await world.create('of-a-revoked-key', { key: first.key })
    const repeated = await world.create('of-a-revoked-key-again', { key: first.key })
    const other = await world.create('of-a-live-key')
    await proxy(`keys revoke ${first.keyId}`)
    await proxy('payouts resume')
    await world.untilState(other.id, 'completed')
    await expectWaits(retried.id, `waits: key ${first.keyId} is revoked`)

    let since = world.pi.seen.length
    const { at } = await proxy(`payouts retry ${retried.id}`)
    const sent = { method: 'POST', path: '/v2/payments' }
    await noteEffect(context, 'payouts retry', await world.effectMs(at, { since, ...sent }))
    await world.untilState(retried.id, 'completed')

    await expectWaits(repeated.id, `waits: key ${first.keyId} is revoked`)
    since = world.pi.seen.length
    const response = await world.call('POST a2u/create', { body: repeated.body, key: second.key })
    expect(response.body.sbResData.row.payout_id).toBe(repeated.id)
    const ms = await world.effectMs(performance.now(), { since, ...sent })
    await noteEffect(context, 'a repeat with another key', ms)
    await world.untilState(repeated.id, 'completed')
  })

  test('a payout that Pi never completes is settled as paid', async (context) => {
    const { pi } = world
    pi.twist(({ path }) => (path.endsWith('/complete') ? 503 : undefined))
    const { id } = await world.create('never-completed')
    await world.untilState(id, 'paid')
    expect(await proxy(`payouts cancel ${id}`)).toMatchObject({
      code: 1,
      stderr: `Payout ${id} is paid and cannot be cancelled: the money has moved.\n`,
    })
    const { code, date } = await proxy(`payouts settle ${id} paid-unconfirmed`)
    expect(code).toBe(0)
    await noteEffect(context, 'payouts settle', await world.reachedMs(date, id, 'paid_unconfirmed'))
    const since = pi.seen.length
    await new Promise((resolve) => setTimeout(resolve, LONG_MS))
    expect(pi.seen.slice(since).filter(({ path }) => path.endsWith('/complete'))).toEqual([])
    pi.straight()
  })

  test('PAYOUTS=off finishes what is signed and paid, and keeps what is received', async () => {
    const { pi } = world
    pi.twist(({ path }) => (path.endsWith('/complete') ? 503 : undefined))
    const paid = await world.create('paid-before-off')
    await world.untilState(paid.id, 'paid')
    await world.control('PATCH', '/settings', { ledger_inclusion: 'none' })
    const signed = await world.create('signed-before-off')
    await world.untilState(signed.id, 'signed')
    await proxy('payouts pause')
    const received = await world.create('received-before-off')
    await world.restart({ PAYOUTS: 'off' })
    await proxy('payouts resume')
    await world.control('PATCH', '/settings', { ledger_inclusion: 'all' })
    pi.straight()

    await world.untilState(paid.id, 'completed')
    await world.untilState(signed.id, 'completed')
    await expectWaits(received.id, 'received')
    const { status } = await world.call('POST a2u/create', { body: received.body })
    expect(status).toBe(202)
    const fresh = received.body.replace('Thanks', 'Thanks again')
    expect((await world.call('POST a2u/create', { body: fresh })).status).toBe(503)

    await world.restart()
    await world.untilState(received.id, 'completed')
  })
}
