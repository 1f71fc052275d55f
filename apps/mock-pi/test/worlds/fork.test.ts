import { Horizon } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { NOW, startMock } from '../start-mock.ts'

async function startPaid() {
  const mock = await startMock()
  const control = createMockControl({ url: mock.url })
  await control.createUser({ username: 'carol' })
  const { access_token: token } = await control.signIn({ username: 'carol' })
  const open = await mock.havePayment('approved')
  const done = await mock.havePayment('completed', { username: 'carol' })
  await control.addFault({ effect: { type: 'latency', ms: 0 }, when: { first: 3 } })
  await control.settings({ foreign_payment: 'forbidden' })
  await control.freezeClock()
  return { mock, control, token, open, done }
}

/** Payments with their timelines, balances, users, clock, settings and faults. */
async function stateOf(url: string) {
  const control = createMockControl({ url })
  const [{ worldId: _id, name: _name, ...world }, ledger, users, faults, { payments }] =
    await Promise.all([
      control.world(),
      control.ledger(),
      control.users(),
      control.faults(),
      control.payments(),
    ])
  // Links lead to the world.
  const text = JSON.stringify(payments).replaceAll(url, '')
  return { world, ledger, users, faults: faults.faults, payments: JSON.parse(text) as unknown }
}

test('a fork begins as its origin is, and both go on apart', async () => {
  const { mock, control, open, done } = await startPaid()
  const forked = await control.forkWorld('default', { name: 'fork' })
  expect(forked).toMatchObject({ forked_from: 'default', app: { api_key: mock.apiKey } })
  expect(forked.worldId).not.toBe(mock.world.worldId)
  const before = await stateOf(mock.url)
  expect(await stateOf(forked.url)).toEqual(before)
  expect((await control.inWorld('fork').journal()).total).toBe(0)
  expect((await control.inWorld('fork').refusals()).refusals).toEqual([])

  const fork = control.inWorld('fork')
  const paid = await fork.payPayment(open.id)
  await fork.resumeClock()
  await fork.advanceClock({ ms: 60_000 })
  await fork.settings({ foreign_payment: 'not-found' })
  await fork.createUser({ username: 'dora' })
  await fork.revoke('carol')
  await fork.clearFaults()
  expect(await stateOf(mock.url)).toEqual(before)
  const horizon = new Horizon.Server(forked.url, { allowHttp: true })
  const txid = paid.payment.transaction?.txid ?? ''
  expect((await horizon.transactions().transaction(txid).call()).successful).toBe(true)
  expect((await horizon.transactions().transaction(done.txid).call()).successful).toBe(true)
  expect((await mock.call('GET', `/transactions/${txid}`)).status).toBe(404)

  await control.cancelPayment(open.id)
  expect((await fork.payments()).payments[1]).toMatchObject({
    payment: { status: { user_cancelled: false, transaction_verified: true } },
  })
})

test('copied keys and tokens choose the origin, and the fork by its name only', async () => {
  const { mock, control, token, open } = await startPaid()
  const { url } = await control.forkWorld('default', { name: 'fork' })
  const withKey = { authorization: `Key ${mock.apiKey}` }
  const withToken = { authorization: `Bearer ${token}` }
  const fork = mock.worlds.get('fork')
  const journaled = () => fork.journal.list().total

  await mock.asApp('GET', `/payments/${open.id}`)
  await mock.call('GET', '/v2/me', { headers: withToken })
  expect(journaled()).toBe(0)
  for (const headers of [withKey, withToken]) {
    const path = headers === withKey ? `/v2/payments/${open.id}` : '/v2/me'
    const inHeader = await mock.call('GET', path, {
      headers: { ...headers, 'x-mock-world': 'fork' },
    })
    expect(inHeader.status).toBe(200)
    expect((await mock.call('GET', `/w/fork${path}`, { headers })).status).toBe(200)
  }
  expect(journaled()).toBe(4)

  // Made after the copy, they are of the fork.
  const { access_token: later } = await control.inWorld('fork').signIn({ username: 'bob' })
  const { access_token: other } = await control.signIn({ username: 'bob' })
  expect(later).not.toBe(other)
  const app = await control.inWorld('fork').createApp({ name: 'shop' })
  expect((await control.createApp({ name: 'shop' })).api_key).not.toBe(app.api_key)
  await mock.call('GET', '/v2/me', { headers: { authorization: `Bearer ${later}` } })
  await mock.call('GET', '/v2/payments/x', { headers: { authorization: `Key ${app.api_key}` } })
  expect(journaled()).toBe(6)
  const mixed = await mock.call('GET', '/w/fork/v2/me', {
    headers: { authorization: `Bearer ${other}` },
  })
  expect(mixed.body).toMatchObject({ error: 'world_mismatch' })
  expect(url).toBe(fork.url)
})

test('links of a fork keep its prefix, however it was chosen', async () => {
  const { mock, done } = await startPaid()
  const fork = mock.worlds.fork('default', 'fork')
  const headers = { authorization: `Key ${mock.apiKey}`, 'x-mock-world': 'fork' }
  const link = `${fork.url}/transactions/${done.txid}`
  for (const path of ['/v2/payments', '/w/fork/v2/payments']) {
    const { body } = await mock.call('GET', `${path}/${done.id}`, { headers })
    expect(body.transaction._link).toBe(link)
  }
  const { body } = await mock.call('GET', '/w/fork/transactions?limit=1')
  expect(body._links.self.href).toMatch(`${fork.url}/transactions?cursor=&limit=1`)
  const { status } = await fetch(body._links.next.href)
  const { path, query } = fork.journal.list().entries.at(-1)!
  expect([status, path, query]).toEqual([
    200,
    '/transactions',
    expect.stringMatching(/^cursor=\d+&limit=1&order=asc$/),
  ])
  const hosts = await startMock({ publicUrl: 'https://pi.example/mock' })
  expect(hosts.worlds.create({ name: 'one' }).url).toBe(`${hosts.url}/w/one`)
  const root = await hosts.call('GET', '/w/one/')
  expect(root.body._links.ledgers.href).toMatch(/^https:\/\/pi\.example\/mock\/w\/one\/ledgers/)
})

test('a key that only copies know is refused with their names', async () => {
  const mock = await startMock()
  const one = mock.worlds.create({ name: 'one' })
  mock.worlds.fork('one', 'fork')
  mock.worlds.create({ name: 'same', seed: 'aloha world one' })
  const headers = { authorization: `Key ${one.apiKey}` }
  const ask = (path: string) => mock.call('GET', path, { headers })

  expect(mock.worlds.get('same').apiKey).toBe(one.apiKey)
  expect((await ask('/v2/payments/x')).status).toBe(404)
  mock.worlds.drop('one')
  expect(await ask('/v2/payments/x')).toMatchObject({
    status: 400,
    body: {
      error: 'world_required',
      error_message:
        'The API key is known only in copies of a world: fork, same. Name one by the header x-mock-world or by the path /w/NAME',
    },
  })
  expect((await ask('/w/same/v2/payments/x')).body.error).toBe('payment_not_found')
})

test('a reset of a fork leads back to the copy, again and again', async () => {
  const { mock, control, open } = await startPaid()
  const { url, worldId } = await control.forkWorld('default', { name: 'fork' })
  const begun = await stateOf(url)
  const fork = control.inWorld('fork')
  const ids = new Set([worldId])
  for (let round = 0; round < 3; round += 1) {
    await fork.payPayment(open.id)
    await fork.createPayment({ username: 'bob', amount: 1 })
    await fork.resumeClock()
    await fork.advanceClock({ ms: 5_000 })
    ids.add((await fork.reset()).worldId)
    expect(await stateOf(url)).toEqual(begun)
  }
  expect(ids.size).toBe(4)
  // A reset of the origin, or its end, is nothing to the fork.
  await control.reset()
  expect(await stateOf(url)).toEqual(begun)
  expect(mock.world.clock.now()).toBe(NOW)
})

test('a fork of a fork has what both had, and outlives them', async () => {
  const mock = await startMock()
  const one = mock.worlds.create({ name: 'one' })
  const two = mock.worlds.fork('one', 'two')
  await mock.call('POST', '/w/two/_mock/users', { json: { username: 'carol' } })
  const three = mock.worlds.fork('two', 'three')
  mock.worlds.drop('one')
  mock.worlds.drop('two')
  expect(three.apiKey).toBe(one.apiKey)
  expect(three.world.users.list().map(({ username }) => username)).toContain('carol')
  await mock.call('POST', '/w/three/_mock/payments', { json: { username: 'alice', amount: 1 } })
  expect([three, two].map(({ world }) => world.payments.size().begun)).toEqual([2, 1])
})
