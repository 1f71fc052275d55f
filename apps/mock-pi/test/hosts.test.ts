import { operationsOf } from '@aloha-pi/contracts'
import { chainContract } from '@aloha-pi/contracts/chain'
import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

const PROBLEM = 'application/problem+json; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

// What the documents say under "Hosts": status and shape of every operation.
const apis = [
  {
    name: 'platform',
    contract: platformContract,
    host: 'evil.example',
    status: 403,
    type: JSON_TYPE,
  },
  {
    name: 'platform',
    contract: platformContract,
    host: 'api.testnet.minepi.com',
    status: 404,
    type: PROBLEM,
  },
  {
    name: 'platform',
    contract: platformContract,
    host: 'api.mainnet.minepi.com',
    status: 404,
    type: PROBLEM,
  },
  { name: 'chain', contract: chainContract, host: 'evil.example', status: 403, type: PROBLEM },
  {
    name: 'chain',
    contract: chainContract,
    host: 'api.mainnet.minepi.com',
    status: 404,
    type: PROBLEM,
  },
  { name: 'chain', contract: chainContract, host: 'api.minepi.com', status: 404, type: JSON_TYPE },
  {
    name: 'control',
    contract: controlContract,
    host: 'evil.example',
    status: 403,
    type: JSON_TYPE,
  },
  {
    name: 'control',
    contract: controlContract,
    host: 'api.minepi.com',
    status: 403,
    type: JSON_TYPE,
  },
  {
    name: 'control',
    contract: controlContract,
    host: 'api.testnet.minepi.com',
    status: 403,
    type: JSON_TYPE,
  },
]

test.each(apis)(
  'M2: every operation of the $name API declares the $status that it is at $host',
  async ({ contract, host, status, type }) => {
    const { url } = await startMock()
    const routes = operationsOf(contract).map(({ route }) => route)
    expect(routes.length).toBeGreaterThan(0)
    for (const { path, method, responses } of routes) {
      const target = `${url}${path.replaceAll(/:\w+\??/g, 'x')}`
      const response = await rawRequest(target, { method, headers: { host } })
      expect([path, response.status, response.headers['content-type']]).toEqual([
        path,
        status,
        type,
      ])
      expect(Object.keys(responses)).toContain(String(status))
    }
  },
)

test.each([
  ['sandbox-api.minepi.com', '/v2/payments/x', JSON_TYPE, 'only at api.minepi.com'],
  ['api.sandbox.minepi.com:443', '/v2/me', JSON_TYPE, 'the API key decides the network'],
  ['soroban-rpc.testnet.minepi.com', '/', PROBLEM, 'at rpc.testnet.minepi.com'],
  ['Soroban-RPC.mainnet.minepi.com.', '/', PROBLEM, 'use Horizon'],
  ['rpc2.testnet.minepi.com', '/', PROBLEM, 'at rpc.testnet.minepi.com'],
  ['rpc.minepi.com', '/', PROBLEM, 'at rpc.testnet.minepi.com'],
  ['pidex.testnet.minepi.com', '/offers', PROBLEM, 'api.testnet.minepi.com'],
])('M2: the invented host %s is a 404 that says where to go', async (host, path, type, words) => {
  const { url } = await startMock()
  const response = await rawRequest(`${url}${path}`, { method: 'GET', headers: { host } })
  expect([response.status, response.headers['content-type']]).toEqual([404, type])
  expect(response.headers['x-mock-rule']).toBe('invented/host')
  expect(response.text).toContain(words)
})

test('M2: an invented host opens no page of the mock, and a foreign host learns of --host-name', async () => {
  const { url } = await startMock()
  const ask = (host: string, path: string) =>
    rawRequest(`${url}${path}`, { method: 'GET', headers: { host } })

  expect(await ask('rpc.minepi.com', '/_mock')).toMatchObject({ status: 403 })
  for (const path of ['/v2/me', '/_mock', '/fee_stats']) {
    const foreign = await ask('pi.example', path)
    expect([foreign.status, foreign.text]).toEqual([403, expect.stringContaining('--host-name')])
  }
})

test('at a host of Pi the advice comes in the shape of the API that is there', async () => {
  const { url } = await startMock()
  const ask = (host: string, path: string) =>
    rawRequest(`${url}${path}`, { method: 'GET', headers: { host } })

  const platform = await ask('api.minepi.com', '//v2/me')
  expect(platform).toMatchObject({ status: 404, headers: { 'content-type': JSON_TYPE } })
  expect(platform.text).toContain('end of the base URL')
  const chain = await ask('api.testnet.minepi.com', '/payments/abc')
  expect(chain).toMatchObject({ status: 404, headers: { 'content-type': PROBLEM } })
})
