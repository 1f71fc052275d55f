import { chainProblemSchema } from '@aloha-pi/contracts/chain'
import { Keypair } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { startChain } from './start-chain.ts'

const unknownAccount = Keypair.random().publicKey()
/** One letter of it is another one: the checksum at its end does not fit. */
const mistyped = unknownAccount.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))

test.each([
  ['/transactions?limit=0', 'limit', 'must be at least 1'],
  ['/transactions?limit=-1', 'limit', 'must be at least 1'],
  ['/transactions?limit=201', 'limit', 'must be at most 200'],
  ['/transactions?limit=99999999999999999999', 'limit', 'must be at most 200'],
  ['/ledgers?limit=abc', 'limit', 'must be a whole number'],
  ['/ledgers?limit=1e1', 'limit', 'must be a whole number'],
  ['/ledgers?limit=%205', 'limit', 'must be a whole number'],
  ['/payments?limit=1&limit=2', 'limit', /string/],
  ['/operations?order=up', 'order', 'must be "asc" or "desc"'],
  ['/operations?cursor=x', 'cursor', 'must be a paging token or "now"'],
  ['/operations?cursor=-5', 'cursor', 'must not be negative'],
  ['/operations?cursor=9223372036854775808', 'cursor', 'must be a paging token or "now"'],
  ['/transactions?include_failed=maybe', 'include_failed', 'must be "true" or "false"'],
  ['/operations?join=effects', 'join', 'must be "transactions"'],
  ['/accounts/GABC', 'account_id', /must be a wallet address/],
  [`/accounts/${mistyped}`, 'account_id', /checksum/],
  [`/accounts/${mistyped}/transactions`, 'account_id', /checksum/],
  [`/accounts/${mistyped}/payments?limit=0`, 'account_id', /checksum/],
  ['/transactions/abc', 'tx_id', 'must be 64 lowercase hexadecimal digits'],
  [
    `/transactions/${'A'.repeat(64)}/operations`,
    'tx_id',
    'must be 64 lowercase hexadecimal digits',
  ],
  ['/ledgers/0', 'ledger_id', /sequence number/],
  ['/ledgers/-1/payments', 'ledger_id', /sequence number/],
  ['/ledgers/4294967296', 'ledger_id', /sequence number/],
  ['/operations/x', 'id', /id of an operation/],
])('%s is 400 and names the field %s', async (path, field, reason) => {
  const { call } = await startChain()
  const response = await call('GET', path)
  expect(response.status).toBe(400)
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(chainProblemSchema.parse(response.body)).toMatchObject({
    type: 'https://stellar.org/horizon-errors/bad_request',
    title: 'Bad Request',
    extras: { invalid_field: field, reason: expect.stringMatching(reason) },
  })
})

test.each([
  `/accounts/${unknownAccount}`,
  `/accounts/${unknownAccount}/transactions`,
  `/accounts/${unknownAccount}/operations`,
  `/accounts/${unknownAccount}/payments`,
  `/transactions/${'a'.repeat(64)}`,
  `/transactions/${'a'.repeat(64)}/operations`,
  `/transactions/${'a'.repeat(64)}/payments`,
  '/ledgers/4294967295',
  '/ledgers/2/transactions',
  '/ledgers/2/operations',
  '/ledgers/2/payments',
  '/operations/8589938689',
  '/unheard_of',
])('%s is not there: 404', async (path) => {
  const { call } = await startChain()
  const response = await call('GET', path)
  expect(response.status).toBe(404)
  expect(response.body).toEqual({
    type: 'https://stellar.org/horizon-errors/not_found',
    title: 'Resource Missing',
    status: 404,
    detail: 'The resource at the url requested was not found.',
  })
})

test('an operation of before the history is gone', async () => {
  const { call } = await startChain()
  expect((await call('GET', '/operations/4097')).status).toBe(410)
})

test('empty parameters, which links of Horizon carry, and unknown ones count as left out', async () => {
  const { call } = await startChain()
  const path = '/transactions?cursor=&limit=&order=&include_failed=&X-Client-Name=x'
  expect((await call('GET', path)).status).toBe(200)
})

test('other methods are 405 with those that there are', async () => {
  const { call } = await startChain()
  const response = await call('DELETE', '/transactions')
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
})
