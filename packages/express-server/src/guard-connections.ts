import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  describeBroken,
  inHttp,
  type BrokenRequest,
  type BrokenRequestResponse,
} from './broken-request.ts'
import { closeGently } from './close-gently.ts'
import { judgeBroken, newConnection, type Connection } from './connection.ts'
import { checkInterval, type ConnectionLimits } from './connection-limits.ts'
import { createPlaces, type ConnectionPlaces, type DropReason } from './connection-places.ts'

export type GuardOptions = {
  limits: ConnectionLimits
  /** The response to what node's parser refused, which never reaches express. */
  format: (request: BrokenRequest) => BrokenRequestResponse
  onDropped?: ((reason: DropReason) => void) | undefined
}

/**
 * `server` and `prepare` for `listen`: no client keeps a place by silence, by not reading or by many connections, and
 * each request gets one response. A full server drops idle connections first, the oldest before the others.
 */
export function guardConnections({ limits, format, onDropped = () => {} }: GuardOptions): {
  server: ServerOptions
  prepare: (server: Server) => void
} {
  const places = createPlaces(limits, onDropped)
  return {
    server: {
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: checkInterval(limits),
      maxHeaderSize: 16_384,
      // The app responds to a request without one, in its own shape.
      requireHostHeader: false,
      // Longer than load balancers and clients keep a socket, so that none sends into one that is closing.
      keepAliveTimeout: 75_000,
    },
    prepare(server) {
      const connections = trackConnections(server, places)
      const end = (socket: Duplex, brokenBy: string) => {
        const connection = connections.get(socket)
        const lastBytes = connection && closingBytes(connection, brokenBy, format)
        if (lastBytes == null) socket.destroy()
        else if (connection?.closing === false) {
          connection.closing = true
          closeGently(socket, lastBytes, limits.linger)
        }
      }
      server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
        end(socket, error.code ?? ''),
      )
      // Without a listener node drops the connection, and no log mentions it.
      server.on('connect', (_req, socket) => {
        // Node has taken its own listeners away.
        socket.on('error', () => socket.destroy())
        end(socket, 'CONNECT')
      })
    },
  }
}

/** Knows which responses each connection still has to carry. */
function trackConnections(server: Server, places: ConnectionPlaces): WeakMap<Duplex, Connection> {
  const connections = new WeakMap<Duplex, Connection>()
  server.on('connection', (socket) => {
    const connection = newConnection(socket)
    connections.set(socket, connection)
    places.enter(connection, socket)
  })
  // Before the app, which may respond at once.
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    const connection = connections.get(req.socket)
    if (connection == null) return
    connection.latest = res
    if (connection.open.push(res) === 1) places.setBusy(connection)
    res.once('close', () => {
      connection.open.splice(connection.open.indexOf(res), 1)
      if (connection.open.length === 0) places.setIdle(connection)
    })
  })
  // Left to node, the response would be an empty 417 that no log mentions.
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
  return connections
}

/** What is still to be written, perhaps nothing; undefined where the connection must end at once. */
function closingBytes(
  connection: Connection,
  parserCode: string,
  format: GuardOptions['format'],
): string | undefined {
  if (parserCode === 'ECONNRESET') return undefined
  if (connection.closing) return ''
  if (!connection.socket.writable) return undefined
  switch (judgeBroken(connection)) {
    case 'respond':
      return inHttp(format(describeBroken(parserCode)))
    case 'close':
      return ''
    case 'destroy':
      return undefined
  }
}
