import type { ConnectionOptions } from 'node:tls'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { readConnectArguments } from '../../src/redirect/connect-arguments.ts'
import { judgeConnection } from '../../src/redirect/judge-connection.ts'

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
  ['no path', { host: HOST, port: 443, path: null }, HOST],
  ['no socket', { host: HOST, port: 443, socket: undefined }, HOST],
])('a connection goes to the mock: %s', (_what, options, host) => {
  expect(judge(options)).toEqual(toMock(host))
})

test.each([
  ['a name that begins like it', { host: 'api.minepi.com.evil.example', port: 443 }],
  ['a name that ends like it', { host: 'xapi.minepi.com', port: 443 }],
  ['a host below it', { host: 'x.api.minepi.com', port: 443 }],
  ['the domain', { host: 'minepi.com', port: 443 }],
  ['another host of Pi', { host: 'sdk.minepi.com', port: 443 }],
  ['another dot', { host: 'apiXminepi.com', port: 443 }],
  ['two dots at the end', { host: 'api.minepi.com..', port: 443 }],
  ['a space', { host: ' api.minepi.com', port: 443 }],
  ['an address', { host: '127.0.0.1', port: 443, servername: HOST }],
  ['an IPv6 address', { host: '::1', port: 443, servername: HOST }],
  ['its name as servername only', { host: 'evil.example', port: 443, servername: HOST }],
  ['no host, which means localhost', { port: 443, servername: HOST }],
  ['another port', { host: HOST, port: 8443 }],
  ['no port', { host: HOST }],
  ['a local socket', { host: HOST, port: 443, path: '/run/pi.sock' }],
  ['another host through a tunnel', { host: 'evil.example', port: 443, socket: new Duplex() }],
  [
    'another host through a tunnel with its servername',
    { host: 'evil.example', socket: new Duplex(), servername: HOST },
  ],
  ['another port through a tunnel', { host: HOST, port: 444, socket: new Duplex() }],
])('a connection is none of ours: %s', (_what, options) => {
  expect(judge(options)).toBeUndefined()
})

test.each<[string, ConnectionOptions, string]>([
  ['a tunnel', { host: HOST, port: 443, socket: new Duplex() }, 'tunnel'],
  ['a tunnel that only names it', { servername: HOST, socket: new Duplex() }, 'tunnel'],
  ['HTTP/2 alone', { host: HOST, port: 443, ALPNProtocols: ['h2'] }, 'http2-only'],
])('a connection to Pi is refused: %s', (_what, options, refusal) => {
  expect(judge(options)).toEqual({ host: HOST, refusal })
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
