import { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { readConnectArguments } from '../../src/redirect/connect-arguments.ts'
import { judgeConnection, judgeLookup, judgePlain } from '../../src/redirect/judge-connection.ts'

const HOST = 'api.minepi.com'
const toMock = (host: string) => ({ host, refusal: null })
const judge = (...args: unknown[]) => judgeConnection(readConnectArguments(args).options)

test.each([
  ['the Platform API', { host: HOST, port: 443 }, HOST],
  ['the testnet', { host: 'api.testnet.minepi.com', port: 443 }, 'api.testnet.minepi.com'],
  ['the mainnet', { host: 'api.mainnet.minepi.com', port: 443 }, 'api.mainnet.minepi.com'],
  ['a name in capitals', { host: 'Api.MinePi.COM', port: 443 }, HOST],
  ['a name with the dot of the root', { host: 'api.minepi.com.', port: 443 }, HOST],
  ['a port in digits', { host: HOST, port: '443' }, HOST],
  ['another servername', { host: HOST, port: 443, servername: 'pi.example' }, HOST],
  ['HTTP/2 as one of two', { host: HOST, port: 443, ALPNProtocols: ['h2', 'http/1.1'] }, HOST],
  ['full-width letters', { host: 'ａｐｉ.minepi.com', port: 443 }, HOST],
  ['the full stop of another script', { host: 'api。minepi。com', port: 443 }, HOST],
  ['a soft hyphen', { host: 'api.mine\u00adpi.com', port: 443 }, HOST],
  [
    'the contracts of the testnet',
    { host: 'rpc.testnet.minepi.com', port: 443 },
    'rpc.testnet.minepi.com',
  ],
  ['no path', { host: HOST, port: 443, path: null }, HOST],
  ['no socket', { host: HOST, port: 443, socket: undefined }, HOST],
])('a connection goes to the mock: %s', (_what, options, host) => {
  expect(judge(options)).toEqual(toMock(host))
})

test.each([
  ['a name that begins like it', { host: 'api.minepi.com.evil.example', port: 443 }],
  ['another dot', { host: 'apiXminepi.com', port: 443 }],
  ['a domain that ends like it', { host: 'xminepi.com', port: 443 }],
  ['a letter of another script', { host: 'api.m\u0456nepi.com', port: 443 }],
  ['an address of this machine', { host: '127.0.0.1', port: 443, servername: HOST }],
  ['its IPv6 address', { host: '::1', port: 443, servername: HOST }],
  ['an address with another name', { host: '192.0.2.7', port: 443, servername: 'pi.example' }],
  ['its name as servername only', { host: 'evil.example', port: 443, servername: HOST }],
  ['no host, which means localhost', { port: 443, servername: HOST }],
  ['a local socket', { host: HOST, port: 443, path: '/run/pi.sock' }],
  ['another host through a tunnel', { host: 'evil.example', port: 443, socket: new Duplex() }],
  [
    'another host through a tunnel with its servername',
    { host: 'evil.example', socket: new Duplex(), servername: HOST },
  ],
])('a connection is not redirected: %s', (_what, options) => {
  expect(judge(options)).toBeUndefined()
})

test.each<[string, ConnectionOptions, string]>([
  ['a tunnel', { host: HOST, port: 443, socket: new Duplex() }, 'tunnel'],
  ['a tunnel that only names it', { servername: HOST, socket: new Duplex() }, 'tunnel'],
  ['HTTP/2 only', { host: HOST, port: 443, ALPNProtocols: ['h2'] }, 'http2-only'],
  ['an address that was looked up', { host: '192.0.2.7', port: 443, servername: HOST }, 'lookup'],
  ['an IPv6 address', { host: '2001:db8::7', port: 443, servername: HOST }, 'lookup'],
  ['another port', { host: HOST, port: 8443 }, 'not-https'],
  ['no port', { host: HOST }, 'not-https'],
  ['another port through a tunnel', { host: HOST, port: 444, socket: new Duplex() }, 'tunnel'],
])('a connection to Pi is refused: %s', (_what, options, refusal) => {
  expect(judge(options)).toEqual({ host: HOST, refusal })
})

test('a tunnel is left alone only through the proxy that leads to the mock', () => {
  const through = (remoteAddress: string, remotePort: number) =>
    Object.defineProperties(new Socket(), {
      remoteAddress: { value: remoteAddress },
      remotePort: { value: remotePort },
    })
  const judged = (socket: Duplex) => judgeConnection({ host: HOST, port: 443, socket }, 3142)
  expect(judged(through('127.0.0.1', 3142))).toBeUndefined()
  const refused = { host: HOST, refusal: 'tunnel' }
  expect(judged(through('127.0.0.1', 8080))).toEqual(refused)
  expect(judged(through('192.0.2.7', 3142))).toEqual(refused)
  expect(judged(new Duplex())).toEqual(refused)
})

test.each([
  'minepi.com',
  'pinet.com',
  'x.socialchain.app',
  'cdn.minepi.com',
  'app.pinet.com',
  'api.testnet2.minepi.com',
  'api2.mainnet.minepi.com',
  'rpc.mainnet.minepi.com',
  'xapi.minepi.com',
  'x.api.minepi.com',
  'CDN.MinePi.com.',
  'cdn.minepi.com..',
  'cdn.minepi.com\n',
  ' cdn.minepi.com',
  'x/.minepi.com',
  'cdn。minepi。com',
  'ｃｄｎ.minepi.com',
])('%j is not served, however it is asked for', (name) => {
  const refused = {
    host: expect.stringMatching(/^[^A-Z\s]*(minepi\.com|pinet\.com|socialchain\.app)$/),
    refusal: 'not-served',
  }
  expect(judge({ host: name, port: 443 })).toEqual(refused)
  expect(judge({ host: name, port: 8443 })).toEqual(refused)
  expect(judge({ host: name, socket: new Duplex() })).toEqual(refused)
  expect(judge({ servername: name, socket: new Duplex() })).toEqual(refused)
  expect(judgePlain({ host: name, port: 80 })).toEqual(refused)
  expect(judgeLookup(name)).toEqual(refused)
})

test('what is not encrypted, and what is only looked up, is refused at the served hosts too', () => {
  expect(judgePlain({ host: HOST, port: 80 })).toEqual({ host: HOST, refusal: 'not-https' })
  expect(judgeLookup(HOST)).toEqual({ host: HOST, refusal: 'lookup' })
  expect(judgePlain({ host: 'pi.example', port: 80 })).toBeUndefined()
  expect(judgePlain({ path: '/run/pi.sock', host: HOST })).toBeUndefined()
  expect([judgeLookup('pi.example'), judgeLookup(undefined)]).toEqual([undefined, undefined])
})

test.each([
  ['(port, host)', [443, HOST]],
  ['(port in digits, host)', ['443', HOST]],
  ['(port, host, options)', [443, HOST, { rejectUnauthorized: true }]],
  ['(port, options)', [443, { host: HOST }]],
  ['(port, other host, options that win)', [443, 'evil.example', { host: HOST }]],
  ['(port, host, listener)', [443, HOST, () => {}]],
  ['(options, listener)', [{ host: HOST, port: 443 }, () => {}]],
])('the arguments of tls.connect are read as Node reads them: %s', (_what, args) => {
  expect(judge(...args)).toEqual(toMock(HOST))
})

test.each([
  ['(host as a path)', [HOST]],
  ['(path, options)', ['/run/pi.sock', { host: HOST, port: 443 }]],
  ['(port, host, options that win)', [443, HOST, { host: 'evil.example' }]],
  ['(port)', [443]],
  ['()', []],
])('the arguments of tls.connect may mean another place: %s', (_what, args) => {
  expect(judge(...args)).toBeUndefined()
})
