import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import {
  DEFAULT_CONNECTION_LIMITS,
  guardConnections,
  listen,
  type ConnectionLimits,
  type DropReason,
} from '../src/index.ts'

type Options = { handler?: RequestListener; limits?: Partial<ConnectionLimits> }

/** A guarded server for one test, with the clients that it is tried with. */
export async function serveGuarded({
  handler = (_req, res) => void res.end('hello'),
  limits,
}: Options = {}) {
  const dropped: DropReason[] = []
  const worded: string[] = []
  const guarded = guardConnections({
    limits: { ...DEFAULT_CONNECTION_LIMITS, ...limits },
    format({ status, rule, parserCode }) {
      worded.push(parserCode)
      return { status, headers: { 'x-code': parserCode }, body: { error: `The request ${rule}` } }
    },
    onDropped: (reason) => void dropped.push(reason),
  })
  const server = await listen({ handler, port: 0, hosts: ['127.0.0.1'], ...guarded })
  onTestFinished(() => server.close())

  /**
   * A connection that the client never closes by itself: only a server that destroys it gets rid of it. What the
   * server sends is not read until the test does.
   */
  async function open(localAddress = '127.0.0.1'): Promise<Socket> {
    const socket = connect({
      port: server.port,
      host: '127.0.0.1',
      localAddress,
      allowHalfOpen: true,
    })
    socket.pause()
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
    return socket
  }

  return {
    port: server.port,
    /** Reasons of the connections that were dropped. */
    dropped,
    /** Parser codes of the requests that were refused. */
    worded,
    open,
    /** Writes bytes and reads until the server closes the connection. */
    async exchange(bytes: string) {
      const socket = await open()
      socket.write(bytes)
      return text(socket)
    },
  }
}

/** A request with these headers and no body. */
export function request(...headers: string[]) {
  return ['POST / HTTP/1.1', 'Host: localhost', ...headers, '', ''].join('\r\n')
}

/** When the other side has closed its end. */
export async function closed(socket: Socket): Promise<void> {
  socket.resume()
  if (socket.readableEnded || socket.closed) return
  await new Promise((resolve) => socket.once('end', resolve).once('close', resolve))
}
