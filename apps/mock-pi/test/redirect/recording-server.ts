import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export type Recorded = { method: string; url: string; host: string; body: Buffer }

/** Responds with the body that came, unless told otherwise. */
type Respond = (res: ServerResponse, request: Recorded, req: IncomingMessage) => unknown

/** A plain server on loopback in the place of the mock; it keeps what it was asked. */
export async function startRecordingServer(response: Respond = (res, { body }) => res.end(body)) {
  const requests: Recorded[] = []
  let sockets = 0
  const server = createServer(async (req, res) => {
    const { method = '', url = '', headers } = req
    const request = { method, url, host: headers.host ?? '', body: await buffer(req) }
    requests.push(request)
    await response(res, request, req)
  })
  server.on('connection', () => sockets++)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Bound to an address, so the address is not that of a pipe.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, requests, sockets: () => sockets }
}
