import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { listen } from '@aloha-pi/contract-http'
import { createMetrics } from '../src/http/metrics.ts'
import { createMetricsHandler } from '../src/http/serve-metrics.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url, { METRICS_PORT: '0', METRICS_HOST: '127.0.0.1' })
afterAll(async () => {
  await proxy.close()
  await pi.close()
})

/** fetch lets nobody write this header. */
async function get(url: string, host: string) {
  const { promise, resolve, reject } =
    Promise.withResolvers<[status: number | undefined, body: string]>()
  request(`${url}/metrics`, { headers: { host } }, (res) =>
    text(res).then((body) => resolve([res.statusCode, body]), reject),
  )
    .on('error', reject)
    .end()
  return promise
}

test.each(['evil.example', 'localhost.evil.example:3143', '127.0.0.1.nip.io'])(
  'P33: in front of a mock the metrics are not served to the Host %s',
  async (host) => {
    const [status, body] = await get(proxy.metricsUrl!, host)
    expect(status).toBe(403)
    expect(body).toBe(
      'In front of a mock this proxy answers only to the hosts localhost, 127.0.0.1, [::1]',
    )
  },
)

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:3143', '[::1]'])(
  'in front of a mock the metrics are served to the Host %s',
  async (host) => {
    expect(await get(proxy.metricsUrl!, host)).toEqual([200, expect.stringContaining('aloha_')])
  },
)

test('in front of Pi the metrics are served to any Host', async () => {
  const handler = createMetricsHandler({ metrics: createMetrics(), onFault: () => {} })
  const server = await listen({ handler, port: 0, hosts: ['127.0.0.1'] })
  expect(await get(`http://127.0.0.1:${server.port}`, 'prometheus.example')).toEqual([
    200,
    expect.stringContaining('aloha_'),
  ])
  await server.close()
})

test.each([
  ['two Hosts', 'Host: localhost\r\nHost: evil.example\r\n', 400, 'Host must be sent only once'],
  ['no Host', '', 400, 'Host is required'],
  ['a junk Expect', 'Host: localhost\r\nExpect: junk\r\n', 417, 'Expect must be 100-continue'],
])('a request for metrics with %s is refused', async (_, headers, status, message) => {
  const socket = connect(Number(new URL(proxy.metricsUrl!).port), '127.0.0.1')
  socket.write(`GET /metrics HTTP/1.1\r\n${headers}\r\n`)
  const answer = await text(socket)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(answer).toContain(message)
})

test('broken HTTP at the metrics port is a 400 in the envelope', async () => {
  const socket = connect(Number(new URL(proxy.metricsUrl!).port), '127.0.0.1')
  socket.write('garbage\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^]*"code":"invalid_request"/)
})
