import { once } from 'node:events'
import http2 from 'node:http2'
import { connect as connectPlain } from 'node:net'
import { connect } from 'node:tls'
import { ProxyAgent, request } from 'undici'
import { expect, test } from 'vitest'
import { startProxy } from './start-proxy.ts'
import { startRecordingServer } from './recording-server.ts'
import { redirectTo } from './redirect-to.ts'

const TUNNEL = 'api.minepi.com was requested through a proxy or a custom socket'

test('HTTP/2 only is refused with a sentence', async () => {
  const mock = await startRecordingServer()
  redirectTo(mock)

  const session = http2.connect('https://api.minepi.com')

  await expect(once(session, 'connect')).rejects.toThrow(
    'api.minepi.com was requested over HTTP/2 only, but the mock supports only HTTP/1.1. Allow http/1.1 as well.',
  )
  expect(mock.sockets()).toBe(0)
})

test('a tunnel through a proxy is refused, and nothing is said in it', async () => {
  redirectTo(await startRecordingServer())
  const proxy = await startProxy()
  const dispatcher = new ProxyAgent(proxy.url)

  await expect(request('https://api.minepi.com/', { dispatcher })).rejects.toThrow(TUNNEL)

  await dispatcher.close()
  expect(proxy.asked).toEqual(['CONNECT api.minepi.com:443'])
  expect(proxy.tunnelled).toEqual([])
})

test('a tunnel that gives only the name of the server is refused, and closed', async () => {
  redirectTo(await startRecordingServer())
  const proxy = await startProxy()
  const socket = connectPlain(Number(new URL(proxy.url).port), '127.0.0.1')
  await once(socket, 'connect')

  const secured = connect({ socket, servername: 'api.minepi.com' })

  await expect(once(secured, 'secureConnect')).rejects.toThrow(TUNNEL)
  expect(socket.destroyed).toBe(true)
})
