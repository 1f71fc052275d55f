import { expect, test } from 'vitest'
import { SERVED_HOSTS } from '../../src/http/pi-hosts.ts'
import { describeRefusedHost } from '../../src/http/refused-hosts.ts'
import { getByTls, sendRaw, startTunnel } from './start-tunnel.ts'

test('each served host is the mock, by https', async () => {
  const { ports, ca } = await startTunnel()
  for (const servername of SERVED_HOSTS) {
    const response = await getByTls({ port: ports.tls, ca, servername })
    expect(response).toMatch(/^HTTP\/1\.1 \d{3} .*\r\nx-request-id: /)
  }
})

test('a name that is not Pi’s gets no handshake', async () => {
  const { ports, ca } = await startTunnel()
  for (const servername of ['localhost', 'example.com', 'minepi.com.example.com']) {
    const asked = { port: ports.tls, ca, servername }
    expect(await getByTls(asked, { verify: false }).catch(() => '')).toBe('')
  }
})

test('the Host header decides what is served', async () => {
  const { ports, ca } = await startTunnel()
  const asked = { port: ports.tls, ca, servername: 'api.minepi.com' }
  expect(await getByTls(asked, { host: 'example.com' })).toMatch(/^HTTP\/1\.1 403 /)
  expect(await getByTls(asked, { path: '/_mock' })).toMatch(/^HTTP\/1\.1 403 /)
  expect(await getByTls(asked, { path: '/docs' })).toMatch(/^HTTP\/1\.1 403 /)
})

test('a mock that has ended is named', async () => {
  const { mock, ports, ca } = await startTunnel()
  await mock.close()
  const response = await getByTls({ port: ports.tls, ca, servername: 'api.minepi.com' })
  expect(response).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
  expect(response).toContain(`mock-pi: The mock at ${mock.url} does not respond`)
})

test('plain http at its port: Pi’s script is sent on to https, all else is refused', async () => {
  const { ports } = await startTunnel()
  const ask = (host: string, path = '/') =>
    sendRaw(ports.tls, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  const script = await ask('sdk.minepi.com', '/pi-sdk.js')
  expect(script).toMatch(
    /^HTTP\/1\.1 307 .*\r\nlocation: https:\/\/sdk\.minepi\.com\/pi-sdk\.js\r\n/s,
  )
  for (const [host, why] of [
    [
      'api.minepi.com',
      'api.minepi.com was requested without TLS, but the mock serves it only by https on port 443.',
    ],
    ['foo.pinet.com', describeRefusedHost('foo.pinet.com')],
    ['127.0.0.1', 'This port is for https of Pi hosts.'],
  ] as const) {
    const response = await ask(host)
    expect(response).toMatch(/^HTTP\/1\.1 403 /)
    expect(response).toContain(`mock-pi: ${why}\n`)
  }
})
