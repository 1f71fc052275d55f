import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'
import { parseConfig } from '../src/config/config.ts'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startTestProxy } from './start-test-proxy.ts'

/** Not a loopback address by name, but it resolves to this machine, as the name of another container would to its own. */
const ELSEWHERE = '0.0.0.0'

async function startMockElsewhere(hostNames = [ELSEWHERE]) {
  const mock = await startMockPi({ hostNames })
  onTestFinished(() => mock.close())
  const url = `http://${ELSEWHERE}:${new URL(mock.url).port}`
  return { mock, url, env: { PI_API_KEY: mock.apiKey, MOCK_HOST: ELSEWHERE } }
}

test('a mock at the host of MOCK_HOST is served with the development key, and a warning', async () => {
  const { url, env } = await startMockElsewhere()
  const proxy = await startTestProxy(url, env)
  onTestFinished(() => proxy.close())

  const response = await fetch(
    `${proxy.url}/v1/transaction/u2a/details/RKo9DyyzYmmnq4roS1infxy1qc4m`,
    { headers: { authorization: `Bearer ${DEVELOPMENT_KEY}` } },
  )

  expect(response.status).toBe(200)
  expect(proxy.lines.join('\n')).toContain(`MOCK_HOST declares the host ${ELSEWHERE} a mock`)
})

test('a reset of that mock is noticed, as of one on this machine', async () => {
  const { mock, url, env } = await startMockElsewhere()
  const proxy = await startTestProxy(url, env)
  onTestFinished(() => proxy.close())
  mock.world.reset()
  const path = '/v1/transaction/u2a/approve/RKo9DyyzYmmnq4roS1infxy1qc4m'
  const headers = { authorization: `Bearer ${DEVELOPMENT_KEY}` }
  expect((await fetch(`${proxy.url}${path}`, { method: 'POST', headers })).status).toBe(503)
})

test.each([
  ['does not let the host in', []],
  ['is not there', null],
])('the start is refused where the mock %s', async (_what, hostNames) => {
  const { mock, url, env } = await startMockElsewhere(hostNames ?? [])
  if (hostNames == null) await mock.close()
  await expect(startTestProxy(url, env)).rejects.toThrow(
    `The host ${ELSEWHERE} of MOCK_HOST does not respond like a mock`,
  )
})

const url = 'http://mock:3141'
const env = { PI_API_URL: url, PI_API_KEY: `alohamock${'0'.repeat(55)}`, MOCK_HOST: 'mock' }
const problemsOf = (more: Record<string, string | undefined>) => {
  const parsed = parseConfig({ ...env, ...more })
  return parsed.ok ? [] : parsed.problems
}

test('MOCK_HOST makes its host local, in any case of letters', () => {
  expect(parseConfig({ ...env, MOCK_HOST: 'Mock' })).toMatchObject({
    ok: true,
    config: { upstream: { apiUrl: url, horizonUrl: url, local: true, mockHost: 'mock' } },
  })
})

test.each([
  ['no MOCK_HOST', { MOCK_HOST: undefined }, 'PI_API_URL must use https'],
  ['another host', { MOCK_HOST: 'other' }, 'PI_API_URL must use https'],
  [
    'a host over https that is another',
    { PI_API_URL: 'https://x.example' },
    'MOCK_HOST must be the host of PI_API_URL',
  ],
  ['another Horizon', { PI_HORIZON_URL: 'http://other:1' }, 'PI_HORIZON_URL must use https'],
  [
    'the real network',
    { PI_NETWORK: 'Pi Network' },
    'MOCK_HOST must be absent when PI_NETWORK is "Pi Network"',
  ],
  ['a host of Pi', { MOCK_HOST: 'api.testnet.minepi.com' }, 'MOCK_HOST must not be a host of Pi'],
  ['a URL', { MOCK_HOST: 'http://mock' }, 'MOCK_HOST must be the host name of a mock'],
  ['a port', { MOCK_HOST: 'mock:3141' }, 'MOCK_HOST must be the host name of a mock'],
  ['an open HOST', { HOST: '0.0.0.0' }, 'HOST must be a loopback address'],
])('%s is refused', (_what, more, sentence) => {
  expect(problemsOf(more).join('\n')).toContain(sentence)
})
