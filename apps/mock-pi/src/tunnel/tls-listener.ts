import { connect } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { Authority } from '../authority/make-authority.ts'
import { nameAtPi } from '../http/pi-hosts.ts'
import type { MockAddress } from '../redirect/mock-url.ts'
import { httpResponse } from './http-response.ts'
import { joinStreams } from './join-streams.ts'

const HANDSHAKE_MS = 10_000
const MAX_CONNECTIONS = 1000

/**
 * The end of TLS: what comes out of it goes to the mock as it is, whose guard decides by the Host header. The
 * handshake fails for a name that is not of Pi's domains.
 */
export function createTlsListener(
  { caCertificate, certificate, key }: Authority,
  mock: MockAddress,
): Server {
  const server = createServer(
    {
      key,
      cert: `${certificate}${caCertificate}`,
      // Some clients of Pi send headers that HTTP/2 forbids.
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: HANDSHAKE_MS,
      SNICallback(name, callback) {
        if (nameAtPi(name) == null) callback(new Error('The name is not of Pi'))
        // Null: the certificate above, the only one.
        else callback(null)
      },
    },
    (socket) => leadToMock(socket, mock),
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

function leadToMock(socket: TLSSocket, { host, port, url }: MockAddress) {
  const toMock = connect({ host, port })
  toMock.once('connect', () => {
    toMock.removeAllListeners('error')
    joinStreams(socket, toMock)
  })
  toMock.once('error', ({ message }) =>
    socket.end(httpResponse(502, `The mock at ${url} does not respond (${message}).`)),
  )
  socket.once('error', () => toMock.destroy())
}
