import { createServer } from 'node:http'
import { once } from 'node:events'
import { createServer as createNetServer, type AddressInfo } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startMockPi } from '../../src/server/start-mock-pi.ts'
import { openTunnel, sendRaw, startTunnel } from './start-tunnel.ts'

/** A server of another host; it sends back what it receives. */
async function startEcho() {
  const server = createNetServer((socket) => socket.pipe(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('a tunnel to Pi ends at the mock, by HTTP/1.1', async () => {
  const { mock, ports, ca } = await startTunnel()
  const { socket } = await openTunnel(ports.proxy, 'API.minepi.com.:443')
  const servername = 'api.minepi.com'
  const secure = connectTls({ socket: socket!, servername, ca, ALPNProtocols: ['h2', 'http/1.1'] })
  await once(secure, 'secureConnect')
  expect(secure.alpnProtocol).toBe('http/1.1')
  const path = '/v2/payments/incomplete_server_payments'
  // A space before the value, as a public library for Pi sends it.
  secure.write(
    `GET ${path} HTTP/1.1\r\nHost: ${servername}\r\nAuthorization:  Key ${mock.apiKey}\r\nConnection: close\r\n\r\n`,
  )
  const response = await text(secure)
  expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(response).toContain('{"incomplete_server_payments":[]}')
})

test('M13: a tunnel to another host is passed on byte by byte, and nothing of it is in a log', async () => {
  const { mock, said, ports } = await startTunnel()
  const canary = 'canary-in-a-foreign-stream'
  const { socket } = await openTunnel(ports.proxy, `127.0.0.1:${await startEcho()}`)
  socket!.end(`Authorization: ${canary}`)
  expect(await text(socket!)).toBe(`Authorization: ${canary}`)
  expect([...said, ...mock.logged].filter((line) => line.includes('canary'))).toEqual([])
})

test('with --only-pi other hosts are refused, by both kinds of request', async () => {
  const { said, ports } = await startTunnel({ onlyPi: true })
  const port = await startEcho()
  const { response } = await openTunnel(ports.proxy, `127.0.0.1:${port}`)
  const plain = await sendRaw(
    ports.proxy,
    `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: x\r\n\r\n`,
  )
  const why = "127.0.0.1 is not one of Pi's hosts, and --only-pi refuses all others."
  for (const each of [response, plain]) {
    expect(each).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
    expect(each).toContain(`mock-pi: ${why}\n`)
  }
  expect(said).toEqual([why, why])
})

test.for([
  [
    'api.minepi.com:80',
    403,
    'api.minepi.com was requested on port 80, but the mock serves it only by https on port 443.',
  ],
  ['api.minepi.com:8443', 403, 'was requested on port 8443'],
  ['foo.minepi.com:443', 403, 'foo.minepi.com is not a host that the mock serves'],
  ['ＡＰＩ２.minepi.com:443', 400, ''],
  ['api.minepi.com', 400, 'CONNECT needs a host and a port.'],
  ['api.minepi.com:0', 400, 'CONNECT needs a host and a port.'],
  ['user@api.minepi.com:443', 400, 'CONNECT needs a host and a port.'],
  ['127.0.0.1:1', 502, 'Cannot connect to 127.0.0.1:1 (ECONNREFUSED).'],
] as const)('CONNECT %s: %i', async ([target, status, sentence]) => {
  const { ports } = await startTunnel()
  const { response } = await openTunnel(ports.proxy, target)
  expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(response).toContain(sentence)
})

test('a whole URL is forwarded: to the mock, to another host, or nowhere', async () => {
  const { mock, ports } = await startTunnel()
  const received: unknown[] = []
  const other = createServer((req, res) => {
    received.push([req.url, req.headers])
    res.writeHead(201, { 'X-Kept': 'yes' }).end('from the other host')
  })
  await once(other.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const ask = (url: string, more = '') =>
    sendRaw(ports.proxy, `GET ${url} HTTP/1.1\r\nHost: ignored\r\n${more}Connection: close\r\n\r\n`)

  const platform = 'https://api.minepi.com/v2/payments/incomplete_server_payments'
  expect(await ask(platform, `Authorization: Key ${mock.apiKey}\r\n`)).toContain(
    '"incomplete_server_payments":[]',
  )
  expect(await ask('http://api.minepi.com/v2/me')).toContain(
    'api.minepi.com was requested without TLS',
  )
  expect(await ask('https://foo.pinet.com/')).toContain(
    'foo.pinet.com is not a host that the mock serves',
  )
  const response = await ask(
    `http://127.0.0.1:${port}/a?b`,
    'Proxy-Authorization: secret\r\nX-Own: 1\r\n',
  )
  expect(response).toMatch(/^HTTP\/1\.1 201 Created\r\n/)
  expect(response).toContain('X-Kept: yes')
  expect(received).toEqual([
    ['/a?b', { host: `127.0.0.1:${port}`, 'x-own': '1', connection: 'keep-alive' }],
  ])
  expect(await ask('http://127.0.0.1:1/')).toMatch(/^HTTP\/1\.1 502 /)
})

test('what is no request to a proxy gets a sentence, and names the mock', async () => {
  const { mock, ports } = await startTunnel()
  const ask = (path: string) =>
    sendRaw(ports.proxy, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(await ask('/')).toContain(JSON.stringify({ mock_pi_proxy: true, url: mock.url }))
  expect(await ask('/v2/me')).toMatch(/^HTTP\/1\.1 400 .*This is a proxy for programs/s)
})

test('CONNECT is 405 at the mock itself, also while it has a proxy', async () => {
  const { mock } = await startTunnel()
  const port = Number(new URL(mock.url).port)
  const request = 'CONNECT api.minepi.com:443 HTTP/1.1\r\nHost: api.minepi.com:443\r\n\r\n'
  expect(await sendRaw(port, request)).toMatch(/^HTTP\/1\.1 405 /)
})

test('M13: both entrances are on loopback, whatever the mock is bound to', async () => {
  const { mock, ports } = await startTunnel({ hosts: ['0.0.0.0'] })
  const outside = Object.values((await import('node:os')).networkInterfaces())
    .flat()
    .find((each) => each != null && !each.internal && each.family === 'IPv4')?.address
  expect(mock.addresses.map(({ address }) => address)).toEqual(['0.0.0.0'])
  for (const port of [ports.proxy, ports.tls]) {
    await expect(sendRaw(port, 'GET / HTTP/1.1\r\n\r\n', outside ?? '127.0.0.3')).rejects.toThrow(
      'ECONNREFUSED',
    )
  }
})

test('M13: nothing is opened unless it is asked for', async () => {
  const listening = () =>
    process.getActiveResourcesInfo().filter((each) => each === 'TCPServerWrap').length
  const before = listening()
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  expect(listening() - before).toBe(mock.addresses.length)
})
