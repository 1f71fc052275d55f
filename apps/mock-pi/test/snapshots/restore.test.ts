import { expect, test } from 'vitest'
import { createMockControl, type MockControl } from '../../src/control-client/index.ts'
import { fetchJson } from '../fetch-json.ts'
import { startMock } from '../start-mock.ts'
import { haveBusyWorld } from './have-busy-world.ts'

const textOf = (url: string) => fetch(`${url}/_mock/snapshot`).then((response) => response.text())

test('what is saved, restored in another mock and saved again has the same bytes', async () => {
  const { mock, control } = await haveBusyWorld()
  const text = await textOf(mock.url)
  expect(text).toBe(JSON.stringify(mock.snapshot()))
  for (const part of [
    '"changedOf":[{',
    '"code":"TEST"',
    '"delivered":[{"to"',
    '"draws":',
    '"orders":1',
    '"queue":{"waiting":[{',
    '"sdkReports":[{',
    '"sessions":[{',
    '"undo":[{',
    '"ad-',
  ]) {
    expect(text).toContain(part)
  }

  const other = await startMock({ seed: 'another', now: () => Date.UTC(2030, 5, 1) })
  const { worldId } = other.world
  const restored = await fetchJson(`${other.url}/_mock/restore`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
  })
  expect(restored).toMatchObject({ status: 200, body: { users: 4, payments: 5, apps: 2 } })
  expect(restored.body.worldId).not.toBe(worldId)
  expect(await textOf(other.url)).toBe(text)

  const third = await startMock({ snapshot: await control.snapshot() })
  expect(JSON.stringify(third.snapshot())).toBe(text)
  const fourth = await startMock()
  await fourth.restore(mock.snapshot())
  expect(await textOf(fourth.url)).toBe(text)
})

test('a restored world responds to further calls as the first one', async () => {
  const first = await haveBusyWorld()
  const second = await startMock({ seed: 'another', now: () => Date.UTC(2030, 5, 1) })
  await createMockControl({ url: second.url }).restore(first.mock.snapshot())

  const { done, open, payout, hash, shop, token, ad } = first
  async function goOn(url: string) {
    const control = createMockControl({ url })
    const key = { authorization: `Key ${first.mock.apiKey}` }
    const bodies: unknown[] = []
    const ask = async (method: string, path: string, init: RequestInit = {}) => {
      const response = await fetch(`${url}${path}`, { method, ...init })
      const text = (await response.text()).replaceAll(url, '')
      bodies.push(`${method} ${path} ${response.status} ${text}`)
    }
    const note = async (result: Promise<unknown>) => bodies.push(await result)
    // The fault that the metadata ordered has hit twice before it lets the request through.
    for (let turn = 0; turn < 3; turn += 1)
      await ask('GET', `/v2/payments/${done.id}`, { headers: key })
    await ask('GET', '/v2/me', { headers: { authorization: `Bearer ${token}` } })
    await ask('GET', `/v2/ads_network/status/${ad.identifier}`, { headers: key })
    await ask('GET', `/transactions/${hash}`)
    await control.advanceClock({ ms: 1_000 })
    await ask('GET', `/transactions/${hash}`)
    await ask('POST', `/v2/payments/${payout.identifier}/complete`, {
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify({ txid: hash }),
    })
    await control.payPayment(open.id)
    await ask('GET', '/effects?order=desc&limit=200')
    await ask('GET', `/accounts/${first.mock.wallet.address}/transactions`)
    await control.advanceClock({ ms: 60_000 })
    await note(control.users())
    await note(control.signIn({ username: 'bob' }))
    await note(control.createApp({ name: 'later' }))
    await note(control.createUser({ username: 'eve' }))
    await note(control.signIn({ username: 'eve', app_id: shop.app_id }))
    await note(control.createAd({ mediator_ack_status: 'failed' }))
    await note(control.faults())
    await note(control.ledger())
    await note(control.sdkReports())
    const { payments } = await control.payments()
    bodies.push(JSON.stringify(payments).replaceAll(url, ''))
    return bodies
  }
  const expected = await goOn(first.mock.url)
  expect(await goOn(second.url)).toEqual(expected)
  expect(JSON.stringify(second.snapshot())).toBe(JSON.stringify(first.mock.snapshot()))
  expect(expected.slice(0, 3).map(String)).toEqual([
    expect.stringContaining(' 500 <!DOCTYPE'),
    expect.stringContaining(' 500 <!DOCTYPE'),
    expect.stringContaining(' 200 {'),
  ])
})

test('a restored clock goes on from the saved time, stopped or running', async () => {
  let real = Date.UTC(2026, 0, 1)
  const mock = await startMock({ now: () => real })
  const control = createMockControl({ url: mock.url })
  const running = await control.snapshot()
  await control.freezeClock()
  const stopped = await control.snapshot()
  real += 3_600_000
  const later = await startMock({ now: () => real })
  const there = createMockControl({ url: later.url })
  await there.restore(stopped)
  real += 1_000
  expect(await there.clock()).toMatchObject({ now: '2026-01-01T00:00:00.000Z', frozen: true })
  await there.restore(running)
  real += 1_000
  expect(await there.clock()).toMatchObject({
    now: '2026-01-01T00:00:01.000Z',
    frozen: false,
    ahead_ms: -3_601_000,
  })
  expect((await there.ledger()).latest.closed_at).toBe('2026-01-01T00:00:01.000Z')
  expect((await there.realClock()).ahead_ms).toBe(0)
})

test('requests and streams of the world before end, and those that follow it are told', async () => {
  const { mock, control } = await haveBusyWorld()
  const snapshot = await control.snapshot()
  const { ended, worldId } = mock.world
  const seen: string[] = []
  const stop = mock.onEvent((event) => {
    if (event.kind === 'world') seen.push(event.world.worldId)
  })
  await control.restore(snapshot)
  await control.restore(snapshot)
  stop()
  expect(ended.aborted).toBe(true)
  expect(seen).toEqual([worldId, expect.any(String), mock.world.worldId])
  expect(new Set(seen).size).toBe(3)
  expect(worldId).not.toBe(mock.world.worldId)
  expect((await control.journal()).total).toBe(0)
  expect((await control.refusals()).refusals).toEqual([])
})

test('a reset leads back to what the world began with', async () => {
  const { control } = await haveBusyWorld()
  const snapshot = await control.snapshot()
  const other = await startMock({ seed: 'another', snapshot })
  const there = createMockControl({ url: other.url })
  const keyOf = async (client: MockControl) => (await client.apps()).apps[0]!.api_key
  expect(await keyOf(there)).toBe(await keyOf(control))
  expect(await there.reset()).toMatchObject({ users: 2, apps: 1 })
  const fresh = (await keyOf(there)) as string
  expect(fresh).not.toBe(await keyOf(control))
  await there.restore(snapshot)
  expect(other.world.apps.first().apiKey).toBe(await keyOf(control))
  await there.reset()
  expect(await keyOf(there)).toBe(fresh)
})

test('the payment that ended first is forgotten first, also after a restore', async () => {
  const limits = { settledPayments: 3 }
  const mock = await startMock({ limits })
  const ids: string[] = []
  for (const username of ['alice', 'bob', 'alice']) {
    const { body } = await mock.control('/payments', { username, amount: 1 })
    ids.push(body.payment.identifier)
    if (ids.length === 2) await mock.control(`/payments/${ids[1]}/cancel`)
    if (ids.length === 2) await mock.control(`/payments/${ids[0]}/cancel`)
  }
  await mock.control(`/payments/${ids[2]}/cancel`)
  const other = await startMock({ limits, snapshot: mock.snapshot() })
  for (const each of [mock, other]) {
    const { body } = await each.control('/payments', { username: 'bob', amount: 1 })
    await each.control(`/payments/${body.payment.identifier}/cancel`)
    expect(ids.map((id) => each.world.payments.find(id) != null)).toEqual([true, false, true])
  }
})
