import { expect, test } from 'vitest'
import { startChain } from './start-chain.ts'

const NOT_SIMULATED = 'the mock does not simulate this resource of Horizon'

async function haveHistory() {
  const chain = await startChain()
  const { hash } = await chain.server.submitTransaction(chain.build())
  const { body } = await chain.call('GET', `/transactions/${hash}/operations`)
  const [{ id }] = body._embedded.records
  return { ...chain, hash, operation: id as string }
}

test('what the chain has none of is an empty page, whose links keep the filters', async () => {
  const { call, account, url } = await haveHistory()
  for (const path of [
    '/offers',
    '/trades',
    '/liquidity_pools',
    '/assets',
    `/accounts/${account}/offers`,
    `/accounts/${account}/trades`,
  ]) {
    const { status, body } = await call('GET', `${path}?seller=x&cursor=1-2&order=desc&limit=3`)
    expect([path, status, body._embedded.records]).toEqual([path, 200, []])
    const query = (order: string) => `cursor=1-2&limit=3&order=${order}&seller=x`
    expect(body._links).toEqual({
      self: { href: `${url}${path}?${query('desc')}` },
      next: { href: `${url}${path}?${query('desc')}` },
      prev: { href: `${url}${path}?${query('asc')}` },
    })
  }
})

test("Stellar's client reads the empty lists", async () => {
  const { server, account } = await haveHistory()
  const pages = await Promise.all([
    server.offers().forAccount(account).call(),
    server.trades().forAccount(account).call(),
    server.claimableBalances().claimant(account).call(),
    server.liquidityPools().call(),
    server.assets().forCode('PI').call(),
  ])
  expect(pages.map(({ records }) => records)).toEqual([[], [], [], [], []])
})

test('lists of an account that is not there are missing, and their parameters are checked', async () => {
  const { call } = await startChain()
  const unknown = 'GBB5G5MKWFSGL2245UPL6TRXI6YYNYKLASESJEMXUYR6LDTHMEPYXQ6I'
  const missing = await call('GET', `/accounts/${unknown}/offers`)
  expect([missing.status, missing.body.detail]).toEqual([
    404,
    'The resource at the url requested was not found.',
  ])
  const { body } = await call('GET', '/offers?limit=201')
  expect(body).toMatchObject({ status: 400, extras: { invalid_field: 'limit' } })
})

test('what is not simulated says so, and does not look like a missing record', async () => {
  const { call, hash } = await haveHistory()
  for (const path of [
    `/liquidity_pools/${hash}/effects`,
    '/accounts?signer=x',
    '/order_book',
    '/paths',
    '/paths/strict-send',
    '/paths/strict-receive?x=1',
    '/trade_aggregations',
    '/friendbot?addr=x',
  ]) {
    const { status, body, headers } = await call('GET', path)
    expect([path, status, headers.get('x-mock-rule')]).toEqual([path, 404, 'chain/not_simulated'])
    expect(body.type).toBe('https://stellar.org/horizon-errors/not_found')
    expect(body.detail).toContain(NOT_SIMULATED)
  }
  const submitted = await call('POST', '/transactions_async')
  expect(submitted.body.detail).toContain('Submit with POST /transactions.')
  const unknown = await call('GET', '/unheard_of')
  expect(unknown.body.detail).not.toContain(NOT_SIMULATED)
})

test('every link leads to what is served', async () => {
  const { call, account, hash, operation } = await haveHistory()
  const asked = new Set<string>()
  for (const path of [
    '/',
    `/accounts/${account}`,
    `/transactions/${hash}`,
    `/operations/${operation}`,
    '/ledgers/2',
    '/payments',
    '/offers',
  ]) {
    const { body } = await call('GET', path)
    const values: Record<string, string> = {
      account_id: account,
      hash,
      id: operation,
      sequence: '2',
    }
    for (const [name, { href }] of Object.entries<{ href: string }>(body._links)) {
      const { pathname, search } = new URL(
        href.replace(/\{\?.*\}/, '').replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? key),
      )
      // No account has data: a value of it is missing at Horizon too.
      if (name === 'data') continue
      const { status } = await call('GET', pathname + search)
      expect([path, name, status]).toEqual([path, name, 200])
      asked.add(name)
    }
  }
  expect(asked.size).toBeGreaterThan(15)
})

test("asynchronous submission is not simulated: Stellar's client shows what to do instead", async () => {
  const { server, build, world } = await startChain()
  const failure = await server.submitAsyncTransaction(build()).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    response: {
      status: 404,
      data: { detail: expect.stringMatching(/does not simulate.*POST \/transactions/) },
    },
  })
  expect(world.ledger.view().latest().sequence).toBe(1)
})
