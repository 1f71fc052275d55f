import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { readUpstreamProxy } from '../../src/tunnel/upstream-proxy.ts'
import { openTunnel, startTunnel } from './start-tunnel.ts'

/** A company's proxy: it keeps what it is asked, and says what comes through the tunnel. */
async function startCompanyProxy() {
  const asked: string[] = []
  const server = createServer((socket) => {
    socket.once('data', (head) => {
      asked.push(String(head))
      socket.write('HTTP/1.1 200 OK\r\nX-Company: yes\r\n\r\n')
      socket.on('data', (bytes) => socket.end(`through the company: ${bytes}`))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return { asked, port: (server.address() as AddressInfo).port }
}

test('other hosts are reached through the proxy of the caller, and Pi’s never', async () => {
  const company = await startCompanyProxy()
  const env = { HTTPS_PROXY: `http://me:pass%20word@127.0.0.1:${company.port}` }
  const { ports } = await startTunnel({ env })

  const { socket } = await openTunnel(ports.proxy, 'shop.example:443')
  socket!.write('hello')
  expect(await text(socket!)).toBe('through the company: hello')
  expect(company.asked).toEqual([
    'CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\nProxy-Authorization: Basic bWU6cGFzcyB3b3Jk\r\n\r\n',
  ])

  for (const target of ['api.minepi.com:443', 'foo.minepi.com:443', `127.0.0.1:${ports.tls}`]) {
    const { socket: other } = await openTunnel(ports.proxy, target)
    other?.destroy()
  }
  expect(company.asked).toHaveLength(1)
})

test.for([
  ['http://proxy.example:8080', { host: 'proxy.example', port: 8080, authorization: undefined }],
  ['proxy.example:8080', { host: 'proxy.example', port: 8080, authorization: undefined }],
  ['http://[::1]', { host: '::1', port: 80, authorization: undefined }],
  ['', undefined],
] as const)('HTTPS_PROXY=%s', ([HTTPS_PROXY, expected]) => {
  expect(readUpstreamProxy({ HTTPS_PROXY }, () => {})).toEqual(expected)
})

test('a proxy of another kind is not used, and its password is not in what is said', () => {
  const said: string[] = []
  const env = { https_proxy: 'socks5://me:secret@proxy.example:1080' }
  expect(readUpstreamProxy(env, (line) => said.push(line))).toBeUndefined()
  expect(said).toEqual([
    'HTTPS_PROXY is not a proxy by http, so other hosts are connected to without it',
  ])
})
