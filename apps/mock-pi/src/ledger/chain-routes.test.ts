import { chainRootSchema, chainTransactionSchema } from '@aloha-pi/contracts/chain'
import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

test('the root names the network and the newest ledger, which the clock moves', async () => {
  const { call, control, url } = await startMock()
  const { body: root, headers } = await call('GET', '/')
  await control('/clock/advance', { ms: 10_000 })
  const later = (await call('GET', '/')).body

  expect(headers.get('content-type')).toBe('application/hal+json; charset=utf-8')
  expect(chainRootSchema.parse(root)).toEqual(root)
  expect(root.network_passphrase).toBe('Pi Testnet')
  expect(root._links.account).toEqual({ href: `${url}/accounts/{account_id}`, templated: true })
  expect(later.history_latest_ledger - root.history_latest_ledger).toBe(10)
  expect(later.history_latest_ledger_closed_at).toBe('2026-01-01T00:00:10Z')
})

test('the link of a paid payment leads to its transaction, whose memo is the payment id', async () => {
  const { asApp, call, havePayment, url, world } = await startMock()
  const { id, txid } = await havePayment('paid')
  const { _link } = (await asApp('GET', `/payments/${id}`)).body.transaction

  const { body, headers } = await call('GET', new URL(_link).pathname)

  expect(_link).toBe(`${url}/transactions/${txid}`)
  expect(headers.get('content-type')).toBe('application/hal+json; charset=utf-8')
  expect(chainTransactionSchema.parse(body)).toEqual(body)
  expect(body).toMatchObject({
    id: txid,
    hash: txid,
    successful: true,
    memo: id,
    memo_type: 'text',
    memo_bytes: Buffer.from(id).toString('base64'),
    source_account: world.users.find('alice')?.wallet?.address,
    fee_charged: '100000',
    operation_count: 1,
    created_at: '2026-01-01T00:00:00Z',
  })
})

test('two payments of the same amount are two transactions in order', async () => {
  const { call, havePayment } = await startMock()
  const txids = [(await havePayment('completed')).txid, (await havePayment('completed')).txid]
  const [first, second] = await Promise.all(
    txids.map(async (txid) => (await call('GET', `/transactions/${txid}`)).body),
  )
  expect(first.hash).not.toBe(second.hash)
  expect(BigInt(second.paging_token) > BigInt(first.paging_token)).toBe(true)
  expect(BigInt(second.source_account_sequence)).toBe(BigInt(first.source_account_sequence) + 1n)
})

test('an unknown hash is not found, an impossible one is a bad request', async () => {
  const { call } = await startMock()
  expect((await call('GET', `/transactions/${'a'.repeat(64)}`)).body).toEqual({
    type: 'https://stellar.org/horizon-errors/not_found',
    title: 'Resource Missing',
    status: 404,
    detail: 'The resource at the url requested was not found.',
  })
  const bad = await call('GET', '/transactions/abc')
  expect(bad).toMatchObject({ status: 400, body: { title: 'Bad Request' } })
  expect(bad.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
})
