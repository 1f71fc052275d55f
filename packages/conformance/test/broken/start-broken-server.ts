import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Handler, Plant, PlantResponse, PlantRequest, PlantServer } from './plant.ts'

/** A server with one bug in front of a healthy one. */
export async function startBrokenServer(plant: Plant, server: PlantServer) {
  const handle = plant.create(server)
  const http = createServer((req, res) => void serve(handle, server.url, req, res))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
}

async function serve(handle: Handler, url: string, req: IncomingMessage, res: ServerResponse) {
  const { authorization = '', ...rest } = req.headers
  const kept = Object.entries(rest).filter(([name]) => !OF_CONNECTION.has(name))
  const request: PlantRequest = {
    method: req.method!,
    path: req.url!,
    authorization,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: await text(req),
  }
  const forward = ({ headers, ...changes }: Partial<PlantRequest> = {}) =>
    ask(url, { ...request, ...changes, headers: { ...request.headers, ...headers } })
  const response = await handle(request, forward)
  res.writeHead(response.status, response.headers).end(response.text)
}

/** Headers that concern one connection, or that fetch sets by itself. */
const OF_CONNECTION = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'access-control-request-method',
  'access-control-request-headers',
])

async function ask(
  url: string,
  { method, path, authorization, headers, body }: PlantRequest,
): Promise<PlantResponse> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(authorization !== '' && { authorization }) },
    redirect: 'manual',
    ...(body !== '' && method !== 'GET' && { body }),
  })
  const came = [...response.headers].filter(([name]) => !OF_CONNECTION.has(name))
  return { status: response.status, headers: Object.fromEntries(came), text: await response.text() }
}
