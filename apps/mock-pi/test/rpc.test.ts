import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

const headers = { host: 'rpc.testnet.minepi.com' }

test.each([
  ['a call', '{"jsonrpc":"2.0","id":7,"method":"getHealth"}', 7],
  ['a call with a text as id', '{"jsonrpc":"2.0","id":"a","method":"getHealth"}', 'a'],
  ['several calls', '[{"jsonrpc":"2.0","id":7,"method":"getHealth"}]', null],
  ['an id that is none', '{"id":{"a":1}}', null],
  ['no JSON', 'getHealth', null],
  ['nothing', '', null],
])(
  'the host of contracts says in JSON-RPC that it is not simulated: %s',
  async (_what, body, id) => {
    const { url } = await startMock()

    const answer = await rawRequest(`${url}/`, { method: 'POST', headers, body })

    expect([answer.status, answer.headers['x-mock-rule']]).toEqual([200, 'rpc/not_simulated'])
    expect(JSON.parse(answer.text)).toEqual({
      jsonrpc: '2.0',
      id,
      error: {
        code: -32601,
        message: expect.stringContaining('does not simulate rpc.testnet.minepi.com'),
      },
    })
  },
)

test('the host of contracts has neither the Platform API nor a chain nor the pages of the mock', async () => {
  const { url } = await startMock()
  for (const path of ['/v2/me', '/transactions']) {
    expect((await rawRequest(`${url}${path}`, { headers })).headers['x-mock-rule']).toBe(
      'rpc/not_simulated',
    )
  }
  for (const path of ['/_mock', '/docs']) {
    expect((await rawRequest(`${url}${path}`, { headers })).status).toBe(403)
  }
})

test('a body that is too large is refused there as well', async () => {
  const { url } = await startMock()
  const body = 'x'.repeat(1_048_577)
  expect((await rawRequest(`${url}/`, { method: 'POST', headers, body })).status).toBe(413)
})
