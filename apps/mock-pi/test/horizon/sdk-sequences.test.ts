import { expect, test } from 'vitest'
import { fetchJson } from '../fetch-json.ts'
import { rawRequest } from '../raw-request.ts'
import { FORM, formOf, startChain } from './start-chain.ts'

test("Ruby: the root's links lead to the account and to submitting, whatever their templates", async () => {
  const { url, account, build } = await startChain()
  const root = await json(url)
  const { _links } = root

  expect(root.network_passphrase).toBe('Pi Testnet')
  const before = await json(expand(_links.account.href, { account_id: account }))
  expect(before.sequence).toBe(String(1n << 32n))
  const submitted = await fetch(expand(_links.transactions.href), {
    method: 'POST',
    headers: FORM,
    body: formOf(build()),
  })
  const { id } = (await submitted.json()) as { id: string }
  expect(submitted.status).toBe(200)
  expect((await json(expand(_links.transaction.href, { hash: id }))).successful).toBe(true)
  const history = await json(expand(_links.account_transactions.href, { account_id: account }))
  expect(history._embedded.records[0].id).toBe(id)
})

test('Ruby: every link of the root that names no resource leads somewhere', async () => {
  const { url } = await startChain()
  const links: [string, { href: string; templated?: boolean }][] = Object.entries(
    (await json(url))._links,
  )
  const lists = links.filter(([, { href }]) => !/\{\w/.test(href))
  expect(lists.map(([name]) => name).sort()).toEqual([
    'assets',
    'claimable_balances',
    'effects',
    'fee_stats',
    'ledgers',
    'liquidity_pools',
    'offers',
    'operations',
    'payments',
    'self',
    'trades',
    'transactions',
  ])
  for (const [name, { href, templated = false }] of lists) {
    expect(templated).toBe(href.includes('{'))
    // The cursor of claimable balances has two parts, and no word for the newest.
    const cursor = name === 'claimable_balances' ? {} : { cursor: 'now' }
    const page = expand(href, { ...cursor, limit: '1', order: 'desc' })
    expect((await fetch(page)).status).toBe(200)
  }
})

test('Python: the base fee comes from the newest ledger', async () => {
  const { url, build, server } = await startChain()
  await server.submitTransaction(build())
  const { _embedded } = await json(`${url}/ledgers?order=desc&limit=1`)
  expect(_embedded.records).toHaveLength(1)
  expect(_embedded.records[0]).toMatchObject({ sequence: 2, base_fee_in_stroops: 100_000 })
})

test('Ruby: a transaction that is too early is sent again until it is taken, also where refusals are 200', async () => {
  const { build, post, control } = await startChain({ refused_submission_status: 200 })
  const seconds = Date.UTC(2026, 0, 1) / 1000
  const form = () => formOf(early)
  const early = build({ minTime: seconds + 10, maxTime: seconds + 40 })

  // As the SDK reads a response: an id is success, else the body's own status and codes count.
  const responses = [await post(form())]
  while (responses.at(-1)?.body.id == null && responses.length < 5) {
    expect(responses.at(-1)).toMatchObject({
      status: 200,
      body: { status: 400, extras: { result_codes: { transaction: 'tx_too_early' } } },
    })
    await control('/clock/advance', { ms: 5000 })
    responses.push(await post(form()))
  }

  expect(responses.map(({ body }) => body.id ?? null)).toEqual([null, null, hashOf(early)])
})

test('Go and PHP: fee_stats is text, the minimum and the base fee among it', async () => {
  const { url } = await startChain()
  const stats = await json(`${url}/fee_stats`)
  expect([stats.max_fee.min, stats.last_ledger_base_fee, stats.last_ledger]).toEqual([
    '100000',
    '100000',
    '1',
  ])
  expect(flatten(stats).every((value) => typeof value === 'string')).toBe(true)
})

test('C#: an account, then a transaction without time bounds, percent-encoded', async () => {
  const { url, account, build } = await startChain()
  expect((await json(`${url}/accounts/${account}`)).account_id).toBe(account)
  const body = `tx=${encodeURIComponent(build().toXdr())}`
  const response = await rawRequest(`${url}/transactions`, { method: 'POST', headers: FORM, body })
  expect([response.status, response.headers['content-type']]).toEqual([
    200,
    'application/hal+json; charset=utf-8',
  ])
})

test("nodejs: the Date of any response of the chain is the mock's clock, and of no other", async () => {
  const { url, account, control, apiKey } = await startChain()
  await control('/clock/jump', { to: '2031-01-01T00:00:00.000Z' })
  const dateOf = async (path: string, init = {}) =>
    (await fetch(`${url}${path}`, init)).headers.get('date')
  const then = 'Wed, 01 Jan 2031 00:00:00 GMT'
  for (const path of ['/', '/fee_stats', `/accounts/${account}`, '/nothing', '/ledgers?limit=x']) {
    expect(await dateOf(path)).toBe(then)
  }
  expect(await dateOf('/transactions', { method: 'POST', headers: FORM, body: 'tx=x' })).toBe(then)
  const platform = await dateOf('/v2/payments/incomplete_server_payments', {
    headers: { authorization: `Key ${apiKey}` },
  })
  expect(platform).not.toBe(then)
})

function hashOf(transaction: { hash(): Uint8Array }): string {
  return Buffer.from(transaction.hash()).toString('hex')
}

/** Fills in a URI template as RFC 6570 says, leaving out what has no value. */
function expand(template: string, values: Record<string, string> = {}): string {
  return template
    .replaceAll(/\{\?([\w,]+)\}/g, (_, names: string) => {
      const given = names.split(',').filter((name) => values[name] != null)
      return given.length === 0
        ? ''
        : `?${given.map((name) => `${name}=${values[name]}`).join('&')}`
    })
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

async function json(url: string) {
  return (await fetchJson(url)).body
}

function flatten(value: unknown): unknown[] {
  return typeof value === 'object' && value != null
    ? Object.values(value).flatMap(flatten)
    : [value]
}
