import { once } from 'node:events'
import { connect } from 'node:tls'
import tls from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { redirectPiHosts } from '../../src/redirect/redirect-pi-hosts.ts'
import { clients } from './clients.ts'
import { startRecordingServer } from './recording-server.ts'
import { redirectTo } from './redirect-to.ts'

const ELSEWHERE = 'http://127.0.0.1:9'

test('what is undone leaves tls.connect as it was, also by name', () => {
  const real = tls.connect
  const undo = redirectPiHosts({ url: ELSEWHERE })
  expect(tls.connect).not.toBe(real)
  expect(connect).toBe(tls.connect)

  undo()

  expect(tls.connect).toBe(real)
  expect(connect).toBe(real)
})

test('a kept connection does not outlive the redirection that made it', async () => {
  const [first, second] = [await startRecordingServer(), await startRecordingServer()]
  const undo = redirectPiHosts(first)
  await clients.fetch('https://api.minepi.com/first')
  await clients['https, own Agent']('https://api.minepi.com/first')
  undo()

  redirectTo(second)
  await clients.fetch('https://api.minepi.com/second')
  await clients['https, own Agent']('https://api.minepi.com/second')

  expect(first.requests.map(({ url }) => url)).toEqual(['/first', '/first'])
  expect(second.requests.map(({ url }) => url)).toEqual(['/second', '/second'])
})

test('a second redirection is refused, and names the first', () => {
  redirectTo({ url: ELSEWHERE })
  expect(() => redirectPiHosts({ url: 'http://127.0.0.1:10' })).toThrow(
    "Pi's hosts are already redirected to http://127.0.0.1:9: undo that redirection first.",
  )
})

test('undoing does not remove what others have put around it', () => {
  const real = tls.connect
  const undo = redirectPiHosts({ url: ELSEWHERE })
  const redirected = tls.connect
  const around = ((...args: Parameters<typeof redirected>) => redirected(...args)) as typeof real
  onTestFinished(() => void Object.assign(tls, { connect: real }))
  Object.assign(tls, { connect: around })

  undo()

  expect(tls.connect).toBe(around)
  const asked: string[] = []
  tls.connect({ host: 'api.minepi.com', port: 443, lookup: (host) => asked.push(host) }).destroy()
  expect(asked).toEqual(['api.minepi.com'])
})

test('a url that is not on this machine is refused, and changes nothing', () => {
  const real = tls.connect
  expect(() => redirectPiHosts({ url: 'https://api.minepi.com' })).toThrow(
    'The url of the mock must be a URL like http://127.0.0.1:3141',
  )
  expect(tls.connect).toBe(real)
})

test('the connection looks like an encrypted one that shows no certificate', async () => {
  redirectTo(await startRecordingServer())
  const events: string[] = []
  const socket = connect({ host: 'api.minepi.com', port: 443, servername: 'api.minepi.com' })
  expect([socket.authorized, socket.alpnProtocol]).toEqual([false, null])
  for (const event of ['connect', 'secureConnect']) socket.on(event, () => events.push(event))

  await new Promise((resolve) => socket.once('secureConnect', resolve))

  expect(events).toEqual(['connect', 'secureConnect'])
  expect(socket).toMatchObject({
    encrypted: true,
    authorized: true,
    authorizationError: null,
    alpnProtocol: false,
    servername: 'api.minepi.com',
  })
  expect([socket.getPeerCertificate(), socket.getSession(), socket.isSessionReused()]).toEqual([
    {},
    undefined,
    false,
  ])
  socket.destroy()
})

test('a timeout among the options is that of the connection', async () => {
  redirectTo(await startRecordingServer())
  const socket = connect({ host: 'api.minepi.com', port: 443, timeout: 20 })
  await once(socket, 'timeout')
  expect(socket.destroyed).toBe(false)
  socket.destroy()
})

test("a program's own error, before the mock is reached, stays its own", async () => {
  redirectTo({ url: ELSEWHERE })
  const socket = connect(443, 'api.minepi.com').destroy(new Error('I changed my mind'))
  expect((await once(socket, 'error'))[0].message).toBe('I changed my mind')
})

test('the listener among the arguments is called as TLS calls it', async () => {
  redirectTo(await startRecordingServer())
  const called = Promise.withResolvers<unknown>()
  const socket = connect(443, 'api.minepi.com', {}, function (this: unknown) {
    called.resolve(this)
  })
  expect(await called.promise).toBe(socket)
  socket.destroy()
})

test('it has what a connection of TLS has', () => {
  redirectTo({ url: ELSEWHERE })
  const socket = connect(443, 'api.minepi.com').on('error', () => {})
  const lacking = Object.getOwnPropertyNames(tls.TLSSocket.prototype).filter(
    (name) => !name.startsWith('_') && !(name in socket),
  )
  socket.destroy()
  expect(lacking).toEqual([])
})
