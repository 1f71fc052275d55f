import { Memo } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { FaultEffect } from '@aloha-pi/contracts/control'
import { formOf, startChain } from '../horizon/start-chain.ts'

async function haveFault(effect: FaultEffect, match = {}) {
  const chain = await startChain()
  chain.world.faults.add({
    match: { operation: 'chain.submit', ...match },
    when: { first: 1 },
    effect,
  })
  return chain
}

test.each([
  ['timeout-delivered', true],
  ['timeout-lost', false],
] as const)('%s: the same 504, and the transaction is in a ledger: %s', async (type, isPaid) => {
  const { post, build, call } = await haveFault({ type })
  const transaction = build()
  const hash = Buffer.from(transaction.hash()).toString('hex')

  const refused = await post(formOf(transaction))
  const found = await call('GET', `/transactions/${hash}`)
  const again = await post(formOf(transaction))

  expect(refused).toMatchObject({
    status: 504,
    body: {
      type: 'https://stellar.org/horizon-errors/timeout',
      extras: { hash, envelope_xdr: transaction.toXdr() },
    },
  })
  expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(refused.headers.get('x-mock-rule')).toBe(`fault/${type}`)
  expect(found.status).toBe(isPaid ? 200 : 404)
  expect(again).toMatchObject({ status: 200, body: { hash } })
})

test("Stellar's client sees a submission whose response is lost", async () => {
  const { server, build, call } = await haveFault({ type: 'lost-answer' })
  const transaction = build()
  await expect(server.submitTransaction(transaction)).rejects.toThrow(/reset|hang up|failed/)
  const hash = Buffer.from(transaction.hash()).toString('hex')
  expect((await call('GET', `/transactions/${hash}`)).status).toBe(200)
})

test("Stellar's client reads the result code of a refused submission", async () => {
  const { server, build } = await haveFault({
    type: 'error',
    code: 'transaction_failed',
    transaction_code: 'tx_insufficient_fee',
  })
  const refused = await server.submitTransaction(build()).catch((error: unknown) => error)
  expect(refused).toMatchObject({
    response: {
      status: 400,
      data: {
        extras: {
          result_codes: { transaction: 'tx_insufficient_fee' },
          result_xdr: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
        },
      },
    },
  })
})

test('what is no transaction is refused as usual', async () => {
  const { post } = await haveFault({ type: 'timeout-delivered' })
  expect(await post(new URLSearchParams({ tx: 'AAAA' }))).toMatchObject({
    status: 400,
    body: { title: 'Transaction Malformed' },
  })
})

test('twice: the same transaction is paid once', async () => {
  const { post, build, call, alice } = await haveFault({ type: 'twice' })
  const paid = await post(formOf(build()))
  const { body } = await call('GET', `/accounts/${alice}/payments`)
  expect(paid.status).toBe(200)
  expect(body._embedded.records).toHaveLength(1)
})

test('a payment is known by the memo of the transaction', async () => {
  const { world, post, build, url, apiKey, appId } = await startChain()
  const uid = world.users.find('alice')?.grants.get(appId)?.uid
  const created = await fetch(`${url}/v2/payments`, {
    method: 'POST',
    headers: { authorization: `Key ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ payment: { amount: 1, memo: 'x', metadata: { a: 1 }, uid } }),
  })
  const { identifier: payment } = await created.json()
  world.faults.add({ match: { payment }, effect: { type: 'status', status: 599 } })
  world.faults.add({
    match: { user: 'alice', app: appId },
    effect: { type: 'status', status: 598 },
  })

  expect((await post(formOf(build({ memo: Memo.text('x'.repeat(28)) })))).status).toBe(200)
  expect((await post(formOf(build({ memo: Memo.text(payment) })))).status).toBe(599)
  world.faults.remove('fault-1')
  expect((await post(formOf(build({ memo: Memo.text(payment) })))).status).toBe(598)
})

test('the wallet of an app stands for it', async () => {
  const { world, call, account, alice, appId } = await startChain()
  world.faults.add({ match: { app: appId }, effect: { type: 'status', status: 599 } })
  const statuses = [account, alice].map(async (id) => (await call('GET', `/accounts/${id}`)).status)
  expect(await Promise.all(statuses)).toEqual([599, 200])
})

test.each([
  ['rate_limit_exceeded', 429, 'Rate Limit Exceeded'],
  ['stale_history', 503, 'Historical DB Is Too Stale'],
  ['not_acceptable', 406, 'An acceptable response'],
] as const)('a read can get the problem %s', async (code, status, title) => {
  const { world, call } = await startChain()
  world.faults.add({ match: { operation: 'chain.*' }, effect: { type: 'error', code } })
  const refused = await call('GET', '/ledgers')
  expect([refused.status, refused.body.status]).toEqual([status, status])
  expect(refused.body.title).toContain(title)
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
})

test('a stream meets what comes before a response only', async () => {
  const { world, url } = await startChain({ stream_timeout_ms: 50 })
  const open = () => fetch(`${url}/ledgers`, { headers: { accept: 'text/event-stream' } })
  world.faults.add({ effect: { type: 'truncated' } })
  expect(await (await open()).text()).toContain('data: "byebye"')
  world.faults.add({ effect: { type: 'rate-limit' } })
  expect((await open()).status).toBe(429)
})
