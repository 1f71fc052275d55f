import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createNetServer, type Server } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { nameAtPi, SDK_HOST } from '../http/pi-hosts.ts'
import { judgeTarget } from './judge-target.ts'

// Not by an import statement: that one would load the WebSocket client of node:http, 50 ms.
const { createServer: createHttpServer } = process.getBuiltinModule('node:http')

/** The first byte of a handshake. */
const HANDSHAKE = 22
const FIRST_BYTE_MS = 10_000
const HTTP_PORT = 80

/**
 * A server for the port of https that also serves plain http, which a browser sends there for `http://` addresses of
 * Pi: a page of http may load Pi's script by `//sdk.minepi.com/pi-sdk.js`.
 */
export function servePlainRequests(tls: TlsServer): Server {
  const plain = createHttpServer({ headersTimeout: FIRST_BYTE_MS }, leadToHttps)
  return createNetServer((socket) => {
    const give = () => socket.destroy()
    socket.setTimeout(FIRST_BYTE_MS, give).once('error', give)
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0).removeListener('timeout', give)
      socket.pause()
      socket.unshift(first)
      if (first[0] === HANDSHAKE) return void tls.emit('connection', socket)
      plain.emit('connection', socket)
      // It has put its listeners on, and does not start a socket that was paused.
      process.nextTick(() => socket.resume())
    })
  })
}

function leadToHttps({ headers: { host = '' }, url = '/' }: IncomingMessage, res: ServerResponse) {
  const name = nameAtPi(host.replace(/:\d*$/, ''))
  if (name === SDK_HOST) {
    const location = `https://${SDK_HOST}${url.startsWith('/') ? url : '/'}`
    return void res.writeHead(307, { location, 'access-control-allow-origin': '*' }).end()
  }
  const verdict =
    name == null
      ? undefined
      : judgeTarget({ host: name, port: HTTP_PORT, isTls: false }, { onlyPi: false })
  const why = verdict?.kind === 'refused' ? verdict.why : 'This port is for https of Pi hosts.'
  const headers = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }
  res.writeHead(403, { ...headers, 'access-control-allow-origin': '*' })
  res.end(`mock-pi: ${why}\n`)
}
