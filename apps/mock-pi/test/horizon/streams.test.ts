import { chainProblemSchema } from '@aloha-pi/contracts/chain'
import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { startChain } from './start-chain.ts'

const ofAlice = ['transactions', 'operations', 'payments'] as const

test('a stream of events is refused everywhere, in words, rather than answered with one page', async () => {
  const { url, alice } = await startChain()
  const paths = [
    '/',
    '/fee_stats',
    '/ledgers?cursor=now',
    '/transactions?cursor=now',
    '/operations',
    '/payments?order=desc',
    '/ledgers/1/payments',
    `/accounts/${alice}`,
    ...ofAlice.map((list) => `/accounts/${alice}/${list}`),
  ]
  for (const path of paths) {
    const answer = await rawRequest(`${url}${path}`, { headers: { accept: 'text/event-stream' } })
    expect(answer.status).toBe(406)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.headers['x-mock-rule']).toBe('chain/not_acceptable')
    const problem = chainProblemSchema.parse(JSON.parse(answer.text))
    expect(problem.type).toBe('https://stellar.org/horizon-errors/not_acceptable')
    expect(problem.detail).toMatch(/streams.*not simulated.*`cursor`/)
  }
})

test.each([
  undefined,
  '*/*',
  'application/json',
  'application/json, text/event-stream',
  'text/event-stream;q=0.5, application/hal+json',
  'text/html',
])('whoever accepts %s gets a page', async (accept) => {
  const { url } = await startChain()
  const answer = await rawRequest(`${url}/payments`, { headers: accept == null ? {} : { accept } })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/hal+json; charset=utf-8')
})

test('a transaction whose sender wants events is refused before it is read', async () => {
  const { url, world } = await startChain()
  const answer = await rawRequest(`${url}/transactions`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'tx=AAAA',
  })
  expect(answer.status).toBe(406)
  expect(world.ledger.view().latest().sequence).toBe(1)
})
