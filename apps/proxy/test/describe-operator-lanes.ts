import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DatabaseConfig } from '../src/config/config.ts'
import { noteEffect } from './note-effect.ts'
import { payByHand } from './pay-by-hand.ts'
import { newHash, PI } from './payouts/new-payout.ts'
import {
  COMMAND_EVERY_MS,
  startOperatorWorld,
  until,
  type OperatorWorld,
} from './start-operator-world.ts'

const AMOUNT = 31_400_000n
const created = { method: 'POST', path: '/v2/payments' }

/** What operators decide about the lane of a server that runs, whichever way they reach it. */
export function describeOperatorLanes(newDatabase: () => Promise<DatabaseConfig>) {
  let world: OperatorWorld
  const proxy: OperatorWorld['proxy'] = (line) => world.proxy(line)
  const showLane = async () => (await proxy('payouts lane show')).lines.join('\n')

  beforeAll(async () => {
    world = await startOperatorWorld(await newDatabase())
  })
  afterAll(() => world.close())

  /** A payment at Pi that another deployment made with the same key, and a server that has seen it. */
  async function haveLaneStopped(username: string) {
    const { mock } = world
    const deployment = randomUUID()
    const correlation = { p: randomUUID(), c: randomUUID(), r: newHash(), v: deployment }
    const uid = await world.newUser(username)
    const payment = { amount: 1, memo: 'Elsewhere', metadata: { _aloha: correlation }, uid }
    const response = await fetch(`${mock.url}/v2/payments`, {
      method: 'POST',
      headers: { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ payment }),
    })
    expect(response.status).toBe(200)
    const { identifier } = (await response.json()) as { identifier: string }
    // The first thing that a server does is an audit.
    await world.restart()
    const shown = await until(async () => {
      const text = await showLane()
      return text.includes('STOPPED') ? text : undefined
    }, COMMAND_EVERY_MS)
    expect(shown).toContain(`STOPPED, foreign_deployment`)
    expect(shown).toContain(
      `payment ${identifier}, payout ${correlation.p}, deployment ${deployment}`,
    )
    return { deployment }
  }

  async function haveWaiting(username: string) {
    const { id } = await world.create(username)
    expect(await world.show(id)).toContain(`waits: the lane of ${world.mock.wallet.address} is`)
    return { id, since: world.pi.seen.length }
  }

  test('a transaction that no one can identify keeps payouts of its amount until it is declared foreign', async (context) => {
    // A payment that Pi has shown proves that its key is that of the app.
    await world.untilState((await world.create('proves-the-key')).id, 'completed')
    const { hash } = await payByHand(world.mock, newHash().slice(0, 28), AMOUNT)
    const { id } = await world.create('of-the-same-amount')
    await until(async () => {
      const shown = await showLane()
      return shown.includes(hash) && shown.includes('Pi does not know the memo') ? shown : undefined
    }, COMMAND_EVERY_MS)
    const other = await world.create('of-another-amount', { amount: 2 })
    await world.untilState(other.id, 'completed')
    expect(await world.show(id)).toMatch(new RegExp(`^${id}  received `))

    const since = world.pi.seen.length
    const { code, at } = await proxy(`payouts foreign ${hash}`)
    expect(code).toBe(0)
    const ms = await world.effectMs(at, { since, ...created })
    await noteEffect(context, 'payouts foreign', ms)
    await world.untilState(id, 'completed')
    expect(await showLane()).not.toContain(hash)
  })

  test('books begin where the operator says', async (context) => {
    const { address } = world.mock.wallet
    await proxy('payouts pause')
    const { id } = await world.create('after-the-books')
    const { token, sequence } = await payByHand(world.mock, 'by-hand', PI)
    const line = `payouts lane start-at ${address} ${token} ${sequence}`
    expect(await proxy(line)).toMatchObject({ code: 0, stderr: expect.stringContaining('again') })
    const since = world.pi.seen.length
    const { at } = await proxy('payouts resume')
    const ms = await world.effectMs(at, { since, method: 'GET', path: `/accounts/${address}/tr` })
    await noteEffect(context, 'payouts lane start-at', ms)
    const page = world.pi.seen.slice(since).find(({ path }) => path.includes('/transactions?'))
    expect(page?.path).toContain(`cursor=${token}`)
    await world.untilState(id, 'completed')
  })

  test('a lane that another deployment stopped goes on once that is adopted', async (context) => {
    const { deployment } = await haveLaneStopped('of-a-lost-database')
    const { id, since } = await haveWaiting('waits-for-adopt')
    const { code, at, lines } = await proxy('payouts lane adopt')
    expect(code).toBe(0)
    expect(lines).toContain(`Adopted: deployment ${deployment}`)
    await noteEffect(context, 'payouts lane adopt', await world.effectMs(at, { since, ...created }))
    await world.untilState(id, 'completed')
    expect(await showLane()).toMatch(/quarantine for \d+ s more, because an operator asked for it/)
  })

  test('a lane that another deployment stopped goes on with a new deployment id', async (context) => {
    const before = await showLane()
    await haveLaneStopped('of-a-copy')
    const { id, since } = await haveWaiting('waits-for-new-deployment')
    const { code, at } = await proxy('payouts lane new-deployment')
    expect(code).toBe(0)
    const ms = await world.effectMs(at, { since, ...created })
    await noteEffect(context, 'payouts lane new-deployment', ms)
    await world.untilState(id, 'completed')
    const idOf = (text: string) => /^deployment (\S+),/.exec(text)?.[1]
    expect(idOf(await showLane())).not.toBe(idOf(before))
  })
}
