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
      const answer = await rawRequest(target, { method, headers: { host } })
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, status, type])
      expect(Object.keys(responses)).toContain(String(status))
    }
  },
)
