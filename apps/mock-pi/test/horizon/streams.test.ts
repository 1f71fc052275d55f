import { getEventListeners } from 'node:events'
import { Keypair } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { haveHistory, tokensOf } from './have-history.ts'
import { openStream } from './open-stream.ts'
import { formOf, startChain } from './start-chain.ts'

type Chain = Awaited<ReturnType<typeof startChain>>

const UNKNOWN_ACCOUNT = `/accounts/${Keypair.random().publicKey()}`
const HELLO = { retry: '1000', event: 'open', data: '"hello"' }
const GOODBYE = { retry: '10', event: 'close', data: '"byebye"' }

test('a stream has the bytes and headers of Horizon', async () => {
  const { url, post, build, account } = await startChain({ stream_timeout_ms: 300 })
  await post(formOf(build()))

  const response = await fetch(`${url}/accounts/${account}/payments`, {
    headers: { accept: 'text/event-stream' },
  })

  const [record] = (await (await fetch(`${url}/payments`)).json())._embedded.records
  expect(await response.text()).toBe(
    [
      'retry: 1000\nevent: open\ndata: "hello"\n\n',
      `id: ${record.paging_token}\ndata: ${JSON.stringify(record)}\n\n`,
      'retry: 10\nevent: close\ndata: "byebye"\n\n',
    ].join(''),
  )
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    connection: 'keep-alive',
  })
  expect(response.headers.has('latest-ledger')).toBe(false)
})

const lists: [string, (chain: Chain) => string][] = [
  ['/ledgers', () => '/ledgers?'],
  ['/transactions', () => '/transactions?'],
  ['/operations', () => '/operations?join=transactions&'],
  ['/payments', () => '/payments?include_failed=true&'],
  ['/accounts/:id/transactions', ({ account }) => `/accounts/${account}/transactions?`],
  ['/accounts/:id/operations', ({ alice }) => `/accounts/${alice}/operations?`],
  [
    '/accounts/:id/payments',
    ({ account }) => `/accounts/${account}/payments?include_failed=true&join=transactions&`,
  ],
  ['/ledgers/:id/transactions', () => '/ledgers/5/transactions?include_failed=true&'],
  ['/ledgers/:id/operations', () => '/ledgers/5/operations?include_failed=true&'],
  ['/ledgers/:id/payments', () => '/ledgers/5/payments?include_failed=true&'],
  ['/effects', () => '/effects?'],
  ['/accounts/:id/effects', ({ account }) => `/accounts/${account}/effects?`],
  ['/ledgers/:id/effects', () => '/ledgers/4/effects?'],
]

test.each(lists)('%s: a stream has the records of the page', async (_, pathOf) => {
  const chain = await haveHistory()
  const path = `${chain.url}${pathOf(chain)}`
  for (const order of ['asc', 'desc']) {
    const page = await (await fetch(`${path}limit=30&order=${order}`)).json()
    const { records } = page._embedded
    expect(records.length).toBeGreaterThan(0)
    const stream = await openStream(`${path}limit=${records.length}&order=${order}`)
    const [first, ...events] = await stream.rest()
    expect([first, events.pop()]).toEqual([HELLO, GOODBYE])
    expect(events.map(({ data }) => JSON.parse(data))).toEqual(records)
    expect(events.map(({ id }) => id)).toEqual(
      records.map((each: { paging_token: string }) => each.paging_token),
    )
  }
})

test('the operations of one transaction are a stream as well, of a failed one too', async () => {
  const { url, call } = await haveHistory()
  const { records } = (await call('GET', '/transactions?include_failed=true&limit=50')).body
    ._embedded
  const { hash, operation_count } = records.find(
    (each: { successful: boolean }) => !each.successful,
  )
  for (const list of ['operations', 'payments']) {
    const stream = await openStream(`${url}/transactions/${hash}/${list}?limit=${operation_count}`)
    expect(await stream.rest()).toHaveLength(operation_count + 2)
  }
})

test('ten records end a stream, and the next one goes on after Last-Event-ID', async () => {
  const { url, read } = await haveHistory()
  const all = tokensOf(await read('/payments?limit=20'))
  const first = await (await openStream(`${url}/payments`)).rest()
  const ids = first.flatMap(({ id }) => id ?? [])
  expect(ids).toEqual(all.slice(0, 10))

  // The query that a client repeats is as old as its first connection.
  const stream = await openStream(`${url}/payments?cursor=0`, { 'last-event-id': ids.at(-1)! })
  expect((await stream.rest()).flatMap(({ id }) => id ?? [])).toEqual(all.slice(10))
})

test('Last-Event-ID replaces the cursor of a page as well, and must be a paging token', async () => {
  const { call, read } = await haveHistory()
  const all = tokensOf(await read('/payments?limit=20'))
  const after = (id: string, cursor = '') =>
    call('GET', `/payments?limit=5&cursor=${cursor}`, { headers: { 'last-event-id': id } })
  expect(tokensOf((await after(all[4]!, 'now')).body)).toEqual(all.slice(5, 10))
  expect(tokensOf((await after('')).body)).toEqual(all.slice(0, 5))
  for (const id of ['now', '-1', '9223372036854775808', 'x']) {
    const { status, body } = await after(id)
    expect([status, body.extras]).toEqual([
      400,
      { invalid_field: 'last-event-id', reason: 'must be a paging token' },
    ])
  }
})

test('from now on: records come as ledgers close, in order and once', async () => {
  const { url, build, post, control, world } = await startChain({ ledger_close: 'by-hand' })
  const stream = await openStream(`${url}/transactions?cursor=now&limit=3`)
  expect(await stream.next()).toEqual(HELLO)
  const hashes: string[] = []
  for (let turn = 0; turn < 3; turn++) {
    const response = post(formOf(build()))
    await expect.poll(() => world.ledger.waiting().length).toBe(1)
    await control('/ledger/close')
    hashes.push((await response).body.hash)
    expect((await stream.record()).hash).toBe(hashes.at(-1))
  }
  expect(await stream.rest()).toEqual([GOODBYE])
})

test('ledgers that close by themselves are a stream', async () => {
  const { url } = await startChain({ ledger_close: 20 }, { now: Date.now })
  const stream = await openStream(`${url}/ledgers?cursor=now&limit=3`)
  await stream.next()
  const first = (await stream.record()).sequence
  expect([(await stream.record()).sequence, (await stream.record()).sequence]).toEqual([
    first + 1,
    first + 2,
  ])
})

test('a clock that is moved brings the ledgers of that time, and ends a stream whose time is over', async () => {
  const { url, control } = await startChain({ ledger_close: 1000 })
  const stream = await openStream(`${url}/ledgers?cursor=now&limit=200`)
  await control('/clock/advance', { ms: 2000 })
  await control('/clock/advance', { ms: 53_000 })

  const events = await stream.rest()

  expect([events[0], events.at(-1)]).toEqual([HELLO, GOODBYE])
  expect(events.slice(1, -1).map(({ data }) => JSON.parse(data).sequence)).toEqual(
    Array.from({ length: 55 }, (_, index) => index + 2),
  )
})

test('a stream ends after its time while the clock stands still', async () => {
  const { url, control } = await startChain({ stream_timeout_ms: 100 })
  await control('/clock/freeze')
  expect(await (await openStream(`${url}/payments`)).rest()).toEqual([HELLO, GOODBYE])
})

test('an account is one event each time that its stream is opened, as at Horizon', async () => {
  const { url, account, build, post, call } = await startChain({ stream_timeout_ms: 200 })
  const before = (await call('GET', `/accounts/${account}`)).body
  const stream = await openStream(`${url}/accounts/${account}`)
  await post(formOf(build()))
  const [hello, event, ...others] = await stream.rest()
  expect([hello, others]).toEqual([HELLO, [GOODBYE]])
  expect(event?.id).toBeUndefined()
  expect(JSON.parse(event?.data ?? '')).toEqual(before)
})

test.each(['/trades', '/accounts/:id/trades', '/accounts/:id/offers'])(
  '%s is a stream without records',
  async (path) => {
    const { url, alice } = await startChain({ stream_timeout_ms: 50 })
    const stream = await openStream(`${url}${path.replace(':id', alice)}?cursor=now`)
    expect(await stream.rest()).toEqual([HELLO, GOODBYE])
  },
)

test.each([
  ['an unknown account', UNKNOWN_ACCOUNT, 404],
  ['payments of an unknown account', `${UNKNOWN_ACCOUNT}/payments`, 404],
  ['a limit that is too large', '/payments?limit=201', 400],
  ['an order that is none', '/payments?order=up', 400],
  ['a place before history', '/ledgers?order=desc&cursor=1', 410],
])('%s is refused in the shape of Horizon, not with a stream', async (_, path, status) => {
  const { url } = await startChain()
  const stream = await openStream(`${url}${path}`)
  expect([stream.status, stream.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ])
})

test('a stream that has passed the oldest ledger ends with an error', async () => {
  const { url, world } = await startChain({ ledger_close: 'by-hand' })
  const stream = await openStream(`${url}/ledgers?order=desc`)
  await stream.next()
  expect((await stream.record()).sequence).toBe(1)
  world.ledger.close()
  expect(await stream.rest()).toEqual([{ event: 'error', data: 'Unexpected stream error' }])
})

test('a reset ends every stream with a farewell, and nothing stays behind', async () => {
  const { url, account, world, control } = await startChain({ ledger_close: 'by-hand' })
  const { ended } = world
  const paths = ['/payments?cursor=now', '/ledgers', `/accounts/${account}`, '/trades']
  const streams = await Promise.all(paths.map((path) => openStream(`${url}${path}`)))
  await expect.poll(() => getEventListeners(ended, 'abort').length).toBe(4)

  await control('/reset')

  for (const stream of streams) expect((await stream.rest()).at(-1)).toEqual(GOODBYE)
  expect(getEventListeners(ended, 'abort')).toHaveLength(0)
  await expect.poll(() => getEventListeners(world.ended, 'abort').length).toBe(0)
})

test('a client that leaves gives its place back', async () => {
  const { url, world } = await startChain({}, { limits: { streams: 2 } })
  const open = async () => (await openStream(`${url}/payments`)).status
  const first = await openStream(`${url}/payments`)
  expect(await open()).toBe(200)
  const refused = await openStream(`${url}/payments`)
  expect([refused.status, refused.headers.get('x-mock-rule')]).toEqual([
    429,
    'chain/rate_limit_exceeded',
  ])
  expect((await fetch(`${url}/payments`)).status).toBe(200)

  first.close()

  await expect.poll(() => getEventListeners(world.ended, 'abort').length).toBe(1)
  expect(await open()).toBe(200)
})

test('streams do not keep a mock from closing', async () => {
  const { url, close } = await startChain()
  const streams = await Promise.all(
    Array.from({ length: 20 }, () => openStream(`${url}/ledgers?cursor=now`)),
  )
  await Promise.all(streams.map((stream) => stream.next()))
  const begun = performance.now()
  await close()
  // A stream ends by itself after 55 s.
  expect(performance.now() - begun).toBeLessThan(10_000)
})

test('HEAD has the headers of a stream and ends at once', async () => {
  const { url } = await startChain()
  const headers = { accept: 'text/event-stream' }
  const response = await fetch(`${url}/payments`, { method: 'HEAD', headers })
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    '',
  ])
})
