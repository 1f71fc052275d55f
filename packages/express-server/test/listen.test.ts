import { once } from 'node:events'
import { createServer, get, type Server } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { LOOPBACK, listen, type ListenOptions } from '../src/index.ts'

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === '::1')

async function serve(options: Partial<ListenOptions> = {}) {
  const server = await listen({ port: 0, handler: (_req, res) => res.end('hello'), ...options })
  onTestFinished(() => server.close())
  return server
}

test('a free port is taken on both loopback addresses, and on no other', async () => {
  const server = await serve()
  const expected = hasIpv6 ? [...LOOPBACK] : ['127.0.0.1']
  expect(server.addresses.map((each) => each.address)).toEqual(expected)
  expect(new Set(server.addresses.map((each) => each.port))).toEqual(new Set([server.port]))
  for (const host of hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1']) {
    expect(await (await fetch(`http://${host}:${server.port}`)).text()).toBe('hello')
  }
})

test('a port that is asked for is taken', async () => {
  const first = await serve()
  await first.close()
  const second = await serve({ port: first.port })
  expect(second.port).toBe(first.port)
})

test('a port in use is an error that names it', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = Object(other.address()) as { port: number }

  await expect(serve({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port })
})

test.skipIf(!hasIpv6)('a port in use on the second address frees the first again', async () => {
  const other = createServer()
  other.listen(0, '::1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = Object(other.address()) as { port: number }

  await expect(serve({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', address: '::1' })
  await expect(reach('127.0.0.1', port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('an address that is not here is an error, not left out', async () => {
  const absent = serve({ hosts: ['127.0.0.1', '192.0.2.1'] })
  await expect(absent).rejects.toMatchObject({ code: 'EADDRNOTAVAIL', address: '192.0.2.1' })
})

test('a closed server takes no connection', async () => {
  const server = await serve()
  await server.close()
  await expect(reach('127.0.0.1', server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('closing without grace cuts off what is running', async () => {
  const started = Promise.withResolvers<void>()
  const server = await serve({ handler: () => started.resolve() })
  const request = get({ host: '127.0.0.1', port: server.port })
  const failed = once(request, 'error')
  await started.promise
  await server.close()
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' })
})

test('grace ends for a connection that never sends its request', async () => {
  const server = await serve()
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  const ended = once(socket, 'close')
  await server.close(100)
  await ended
  expect(socket.destroyed).toBe(true)
})

test('a fault of a bound server is not swallowed', async () => {
  const servers: Server[] = []
  await serve({ prepare: (each) => servers.push(each) })
  const fault = new Error('accept failed')
  for (const each of servers) expect(() => each.emit('error', fault)).toThrow(fault)
  expect(servers).not.toEqual([])
})

async function reach(host: string, port: number) {
  const socket = connect(port, host)
  await once(socket, 'connect')
  socket.destroy()
}

test('the parser stays strict, whatever Node or an option says', async () => {
  const { port } = await serve({ server: { insecureHTTPParser: true } })
  const socket = connect(port, '127.0.0.1')
  const framing = 'Content-Length: 5\r\nTransfer-Encoding: chunked'
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\n${framing}\r\nConnection: close\r\n\r\n0\r\n\r\n`)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
})
