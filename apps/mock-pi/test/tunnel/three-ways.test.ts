import { lookup } from 'node:dns'
import { expect, onTestFinished, test } from 'vitest'
import { PI_DOMAINS, SERVED_HOSTS } from '../../src/http/pi-hosts.ts'
import { describeRefusedHost } from '../../src/http/refused-hosts.ts'
import { browserFlags } from '../../src/open/browser-flags.ts'
import { redirectPiHosts } from '../../src/redirect/redirect-pi-hosts.ts'
import { getByTls, openTunnel, startTunnel } from './start-tunnel.ts'

/** At or below Pi's domains, and not served. */
const REFUSED = [
  ...PI_DOMAINS.filter((domain) => !SERVED_HOSTS.some((host) => host === domain)),
  'api2.mainnet.minepi.com',
  'sandbox.minepi.com',
  'app-cdn.minepi.com',
  'sandbox-api.minepi.com',
  'some-app.pinet.com',
  'a.b.socialchain.app',
]
const FOREIGN = ['notminepi.com', 'minepi.com.example', 'pinet.co']

test('M2: redirect: served, or refused with the sentence before a lookup', async () => {
  const { mock } = await startTunnel()
  onTestFinished(redirectPiHosts({ url: mock.url }))
  const reason = async (host: string) =>
    fetch(`https://${host}/`).then(
      () => 'served',
      (error: Error) => String(Object(error.cause).message),
    )
  for (const host of SERVED_HOSTS) expect(await reason(host)).toBe('served')
  for (const host of REFUSED) {
    expect(await reason(host)).toBe(describeRefusedHost(host))
    const looked = await new Promise((resolve) => lookup(host, (error) => resolve(error?.message)))
    expect(looked).toBe(describeRefusedHost(host))
  }
})

test('M2: CONNECT: served, or refused with the sentence before a lookup', async () => {
  const { ports, said } = await startTunnel({ onlyPi: true })
  for (const host of SERVED_HOSTS) {
    const { socket } = await openTunnel(ports.proxy, `${host}:443`)
    expect(socket).toBeDefined()
    socket?.destroy()
  }
  for (const host of REFUSED) {
    const { response } = await openTunnel(ports.proxy, `${host}:443`)
    expect(response).toMatch(/^HTTP\/1\.1 403 /)
    expect(response).toContain(`mock-pi: ${describeRefusedHost(host)}\n`)
  }
  expect(said).toEqual(REFUSED.map(describeRefusedHost))
})

test('M2: open: each name is mapped to the mock, which serves it or refuses it with the sentence', async () => {
  const { ports, ca } = await startTunnel()
  const options = { tlsPort: ports.tls, certificate: ca, profile: '/p', headless: false }
  const rules = browserFlags(options).find((flag) => flag.startsWith('--host-resolver-rules='))
  const patterns = [...String(rules).matchAll(/MAP (\S+) 127\.0\.0\.1:(\d+)/g)]
  const isMapped = (host: string) =>
    patterns.some(
      ([, pattern = '', port]) =>
        Number(port) === ports.tls &&
        (pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : host === pattern),
    )
  expect([...SERVED_HOSTS, ...REFUSED].filter((host) => !isMapped(host))).toEqual([])
  expect(FOREIGN.filter(isMapped)).toEqual([])
  for (const servername of REFUSED) {
    // The browser trusts the key of the listener for every name.
    const response = await getByTls({ port: ports.tls, ca, servername }, { verify: false })
    expect(response).toContain(describeRefusedHost(servername))
    expect(response).toMatch(/^access-control-allow-origin: \*\r$/im)
  }
})
