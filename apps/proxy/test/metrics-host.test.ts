import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { listen } from '@aloha-pi/express-server'
import { createMetrics } from '../src/telemetry/metrics.ts'
import { createMetricsHandler } from '../src/http/serve-metrics.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const UUID = /^[0-9a-f-]{36}$/
const pi = await startFakePi()
const proxy = await startTestProxy(pi.url, { METRICS_PORT: '0', METRICS_HOST: '127.0.0.1' })
afterAll(async () => {
  await proxy.close()
  await pi.close()
})

/** fetch lets no one write this header. */
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

/** Writes bytes to the metrics port and reads until it closes the connection. */
async function exchange(bytes: string) {
  const socket = connect(Number(new URL(proxy.metricsUrl!).port), '127.0.0.1')
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { head: head.toLowerCase(), status: Number(head.split(' ')[1]), body: JSON.parse(body) }
}

test.each(['evil.example', 'localhost.evil.example:3143', '127.0.0.1.nip.io'])(
  'P33: in front of a mock the metrics are not served to the Host %s',
  async (host) => {
    const [status, body] = await get(proxy.metricsUrl!, host)
    expect(status).toBe(403)
    expect(JSON.parse(body)).toEqual({
      success: false,
      code: 'host_not_allowed',
      error:
        'In front of a mock this proxy accepts only requests for the hosts localhost, 127.0.0.1, [::1]',
      request_id: expect.stringMatching(UUID),
    })
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
])('a request for metrics with %s is refused in the envelope', async (...row) => {
  const [, headers, status, message] = row
  const response = await exchange(`GET /metrics HTTP/1.1\r\n${headers}\r\n`)
  expect(response).toMatchObject({ status, body: { success: false, error: message } })
  expect(response.body.code).toBe('invalid_request')
  expect(response.head).toContain('\r\ncontent-type: application/json; charset=utf-8')
  expect(response.head).toContain(`\r\nx-request-id: ${response.body.request_id}`)
  expect(response.head).toContain('\r\nconnection: close')
})

test.each([
  ['GET /other', 404, 'route_not_found', 'There is no route GET /other'],
  ['GET /%53ECRET?a=b', 404, 'route_not_found', 'There is no route GET /%53ECRET'],
  ['POST /metrics', 405, 'method_not_allowed', '/metrics accepts GET, HEAD, not POST'],
])('%s at the metrics port is a %i in the envelope', async (...row) => {
  const [line, status, code, error] = row
  const response = await exchange(
    `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  )
  expect(response).toMatchObject({ status, body: { success: false, code, error } })
  expect(response.head.includes('\r\nallow: get, head\r')).toBe(status === 405)
})

test('metrics that cannot be read are a 500 in the envelope', async () => {
  const faults: unknown[] = []
  const fault = new Error('no figures')
  const metrics = { ...createMetrics(), text: () => Promise.reject(fault) }
  const handler = createMetricsHandler({ metrics, onFault: (error) => faults.push(error) })
  const server = await listen({ handler, port: 0, hosts: ['127.0.0.1'] })
  onTestFinished(() => server.close())
  const [status, body] = await get(`http://127.0.0.1:${server.port}`, 'localhost')
  expect([status, JSON.parse(body).code]).toEqual([500, 'internal_error'])
  expect(faults).toEqual([fault])
})

test('broken HTTP at the metrics port is a 400 in the envelope', async () => {
  const socket = connect(Number(new URL(proxy.metricsUrl!).port), '127.0.0.1')
  socket.write('garbage\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^]*"code":"invalid_request"/)
})
