import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { endToEndHeaders } from '../http/end-to-end-headers.ts'
import type { MockAddress } from '../redirect/mock-url.ts'

// Not by import statements: those would load the WebSocket client of node:http, 50 ms.
const { request: requestHttp } = process.getBuiltinModule('node:http')
const { request: requestHttps } = process.getBuiltinModule('node:https')

export type Forwarding = {
  url: URL
  /** Where it goes instead of the URL's host. */
  mock: MockAddress | undefined
  /** Certificates that other hosts are checked by, as PEM. */
  trusted: string
}

/**
 * Sends on a request that a client gave to the proxy as a whole URL: `GET http://example.com/`, which is how clients
 * ask a proxy without TLS. Some ask so for https as well.
 */
export function forwardRequest(
  req: IncomingMessage,
  res: ServerResponse,
  { url, mock, trusted }: Forwarding,
) {
  const options = {
    method: req.method,
    path: `${url.pathname}${url.search}`,
    headers: ['host', url.host, ...endToEndHeaders(req.rawHeaders)],
    host: mock?.host ?? url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: mock?.port ?? url.port,
  }
  const toServer =
    mock == null && url.protocol === 'https:'
      ? requestHttps({ ...options, ca: trusted })
      : requestHttp(options)
  toServer.once('response', (response) => {
    res.writeHead(response.statusCode ?? 502, response.statusMessage, [
      ...endToEndHeaders(response.rawHeaders),
    ])
    pipeline(response, res, () => {})
  })
  toServer.once('error', ({ message }) => {
    if (res.headersSent) return void res.destroy()
    res.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
    res.end(`mock-pi: ${url.host} does not respond (${message}).\n`)
  })
  res.once('close', () => toServer.destroy())
  pipeline(req, toServer, () => {})
}
