import { chainProblemSchema } from '@aloha-pi/contracts/chain'
import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { startChain } from './start-chain.ts'

const PAGES = 'application/hal+json, application/json'

test.each([
  '/',
  '/fee_stats',
  '/ledgers/1',
  `/transactions/${'0'.repeat(64)}`,
  '/operations/1',
  '/offers',
  '/claimable_balances',
  '/liquidity_pools',
  '/assets',
])('%s is no stream at Horizon: 406 in words', async (path) => {
  const { url } = await startChain()
  const response = await rawRequest(`${url}${path}`, { headers: { accept: 'text/event-stream' } })
  expect(response.status).toBe(406)
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(response.headers['x-mock-rule']).toBe('chain/not_acceptable')
  const problem = chainProblemSchema.parse(JSON.parse(response.text))
  expect(problem.type).toBe('https://stellar.org/horizon-errors/not_acceptable')
  expect(problem.detail).toBe(
    `The header Accept takes none of what this operation returns: ${PAGES}.`,
  )
})

test.each([
  undefined,
  '*/*',
  'application/json',
  'application/json, text/event-stream',
  'text/event-stream;q=0.5, application/hal+json',
  'text/html, */*;q=0.8',
])('a client that accepts %s gets a page', async (accept) => {
  const { url } = await startChain()
  const response = await rawRequest(`${url}/payments`, {
    headers: accept == null ? {} : { accept },
  })
  expect(response.status).toBe(200)
  expect(response.headers['content-type']).toBe('application/hal+json; charset=utf-8')
})

test.each(['text/html', 'text/plain', 'image/png', 'application/json;q=0'])(
  'a client that accepts only %s is refused, as at Horizon',
  async (accept) => {
    const { url } = await startChain()
    const response = await rawRequest(`${url}/payments`, { headers: { accept } })
    expect([response.status, JSON.parse(response.text).detail]).toEqual([
      406,
      `The header Accept takes none of what this operation returns: ${PAGES}, text/event-stream.`,
    ])
  },
)

test('a transaction whose sender wants events is refused before it is read', async () => {
  const { url, world } = await startChain()
  const response = await rawRequest(`${url}/transactions`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'tx=AAAA',
  })
  expect(response.status).toBe(406)
  expect(world.ledger.view().latest().sequence).toBe(1)
})
