import dns from 'node:dns'
import { lookup as lookUpByName } from 'node:dns/promises'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import net from 'node:net'
import tls, { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { clients } from './clients.ts'
import { startRecordingServer } from './recording-server.ts'
import { redirectTo } from './redirect-to.ts'

const HOST = 'api.testnet2.minepi.com'
const NOT_SERVED = `${HOST} is not a host that the mock serves, and no name at or below minepi.com, pinet.com and socialchain.app leads to the real Pi here.`
const NOT_HTTPS = 'only https on port 443 is redirected'

/** What a program reads of a failure: the message of the error or of what caused it. */
const sayings = (error: unknown) =>
  [error, (error as Error).cause].map((one) => (one as Error | undefined)?.message ?? '').join(' ')

async function failureOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => new Error('There was a response'),
    (reason: unknown) => reason,
  )
  return sayings(error)
}

const heard = (socket: NodeJS.EventEmitter) =>
  failureOf(Promise.race([once(socket, 'connect'), once(socket, 'secureConnect')]))

test.each(Object.entries(clients))(
  '%s is refused another host of Pi, with a message and before DNS',
  async (_name, call) => {
    const mock = await startRecordingServer()
    redirectTo(mock)

    expect(await failureOf(call(`https://${HOST}/transactions`, { body: 'tx=signed' }))).toContain(
      NOT_SERVED,
    )

    expect(mock.sockets()).toBe(0)
  },
)

test('no way to connect reaches a name that is not served, and a custom lookup is not called', async () => {
  redirectTo(await startRecordingServer())
  const asked: string[] = []
  const lookup: net.LookupFunction = (name, _options, respond) => {
    asked.push(name)
    respond(new Error('The test knows no addresses'), [])
  }
  const to = { host: HOST, port: 443, lookup }

  const failures = {
    'tls.connect': await heard(tls.connect(to)),
    'net.connect': await heard(net.connect(to)),
    'net.connect(port, host)': await heard(net.connect(80, HOST)),
    'socket.connect': await heard(new net.Socket().connect(to)),
    'TLSSocket.connect': await heard(new TLSSocket(new net.Socket()).connect(to)),
    'http.get': await heard(http.get({ ...to, port: 80 })),
    'http2.connect': await heard(http2.connect(`https://${HOST}`)),
    'another port': await heard(tls.connect({ ...to, port: 8443 })),
    'the dot of the root': await heard(tls.connect({ ...to, host: `${HOST}.` })),
  }

  for (const [way, failure] of Object.entries(failures))
    expect([way, failure]).toEqual([way, expect.stringContaining(NOT_SERVED)])
  expect(asked).toEqual([])
})

test('the served hosts are reached only by https on port 443, so that no key leaves unencrypted', async () => {
  const mock = await startRecordingServer()
  redirectTo(mock)

  const failures = [
    await failureOf(fetch('http://api.minepi.com/v2/me')),
    await failureOf(fetch('https://api.minepi.com:8443/v2/me')),
    await heard(http.get('http://api.minepi.com/v2/me')),
    await heard(net.connect(443, 'api.minepi.com')),
  ]

  for (const failure of failures) expect(failure).toContain(NOT_HTTPS)
  expect(mock.sockets()).toBe(0)
})

test('neither name nor address of Pi is looked up, in any way that Node has', async () => {
  redirectTo(await startRecordingServer())
  const resolver = new dns.Resolver()
  const resolverOfPromises = new dns.promises.Resolver()
  dns.setServers(dns.getServers())

  const failures = {
    'dns.lookup': await failureOf(promisify(dns.lookup)(HOST)),
    'dns.resolve': await failureOf(promisify(dns.resolve)(HOST)),
    'dns.resolve4': await failureOf(promisify(dns.resolve4)(HOST)),
    'dns.promises.lookup': await failureOf(dns.promises.lookup(HOST)),
    'lookup by name': await failureOf(lookUpByName(HOST)),
    'dns.promises.resolve6': await failureOf(dns.promises.resolve6(HOST)),
    Resolver: await failureOf(promisify(resolver.resolveAny.bind(resolver))(HOST)),
    'promises.Resolver': await failureOf(resolverOfPromises.resolve4(HOST)),
  }

  for (const [way, failure] of Object.entries(failures))
    expect([way, failure]).toEqual([way, expect.stringContaining(NOT_SERVED)])
  expect(await failureOf(dns.promises.lookup('api.minepi.com'))).toBe(
    'api.minepi.com is redirected by its name, so its address cannot be looked up. Connect to the name directly. ',
  )
  expect(await promisify(dns.lookup)('127.0.0.1')).toEqual({ address: '127.0.0.1', family: 4 })
})

test('what is undone leaves every function as it was', () => {
  const functions = () => [
    tls.connect,
    net.Socket.prototype.connect,
    dns.lookup,
    dns.resolve4,
    dns.promises.lookup,
    lookUpByName,
    dns.Resolver.prototype.resolve,
    dns.promises.Resolver.prototype.resolve,
  ]
  const before = functions()
  const undo = redirectTo({ url: 'http://127.0.0.1:9' })
  functions().forEach((each, index) => expect(each).not.toBe(before[index]))

  undo()

  expect(functions()).toEqual(before)
})
