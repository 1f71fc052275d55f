import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { formOf, startChain } from './start-chain.ts'

test('Latest-Ledger names the ledger that an account was read at, and can be switched off', async () => {
  const { call, account, server, build, control } = await startChain()
  const read = () => call('GET', `/accounts/${account}`)
  expect((await read()).headers.get('latest-ledger')).toBe('1')
  await server.submitTransaction(build())
  expect((await read()).headers.get('latest-ledger')).toBe('2')
  await control('/settings', { latest_ledger_header: false }, 'PATCH')
  expect((await read()).headers.get('latest-ledger')).toBeNull()
})

test('a replica that lags serves every read from an older ledger', async () => {
  const { call, account, world, build, post, settings } = await startLagging()
  const hash = Buffer.from(build().toHash()).toString('hex')
  await post(formOf(build().transaction))
  settings.replica_lag_ledgers = 2

  const behind = await call('GET', `/accounts/${account}`)

  expect(behind.body.sequence).toBe(String(1n << 32n))
  expect(behind.headers.get('latest-ledger')).toBe('1')
  expect((await call('GET', `/transactions/${hash}`)).status).toBe(404)
  for (const list of [
    '/transactions',
    '/payments',
    '/operations',
    `/accounts/${account}/payments`,
  ]) {
    expect((await call('GET', list)).body._embedded.records).toEqual([])
  }
  const { body: root } = await call('GET', '/')
  expect([root.history_latest_ledger, root.core_latest_ledger]).toEqual([1, 3])
  expect((await call('GET', '/fee_stats')).body.last_ledger).toBe('1')
  world.ledger.close()
  expect((await call('GET', `/transactions/${hash}`)).status).toBe(200)
})

test('while the replica lags, a transaction that is paid already ends in a timeout', async () => {
  const { build, post, settings, sequence } = await startLagging()
  const form = formOf(build().transaction)
  await post(form)
  const paid = sequence()
  Object.assign(settings, { replica_lag_ledgers: 2, submit_timeout_ms: 20 })

  const again = await post(form)

  expect(again.status).toBe(504)
  expect(sequence()).toBe(paid)
})

test('where ledgers close at once, a replica that lags never sees the last one by itself', async () => {
  const { build, post, world, sequence } = await startChain({
    replica_lag_ledgers: 1,
    submit_timeout_ms: 20,
  })
  const form = formOf(build())
  const before = BigInt(sequence())

  expect((await post(form)).status).toBe(504)

  expect(BigInt(sequence())).toBe(before + 1n)
  world.ledger.close()
  expect((await post(form)).status).toBe(200)
})

/** A chain whose third ledger is the newest once a transaction was sent. */
async function startLagging() {
  const chain = await startChain()
  const { world } = chain
  const transaction = chain.build()
  return {
    ...chain,
    settings: world.settings,
    build: () => ({ transaction, toHash: () => transaction.hash() }),
    async post(form: URLSearchParams) {
      const response = await chain.post(form)
      world.ledger.close()
      return response
    },
  }
}

const networks = [
  ['Pi Testnet', 'api.testnet.minepi.com', 'api.mainnet.minepi.com'],
  ['Pi Network', 'api.mainnet.minepi.com', 'api.testnet.minepi.com'],
] as const

test.each(networks)(
  'a mock of %s responds at %s, and says at %s that it is not that network',
  async (network, host, other) => {
    const { url, account } = await startChain({}, { network })
    const read = (name: string) =>
      rawRequest(`${url}/accounts/${account}`, { headers: { host: name } })

    expect((await read(host)).status).toBe(200)
    const elsewhere = await read(other)
    expect(elsewhere.status).toBe(404)
    expect(elsewhere.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(elsewhere.headers['x-mock-rule']).toBe('chain/other_network')
    expect(JSON.parse(elsewhere.text).detail).toContain(`${other} is not the host of "${network}"`)
  },
)
