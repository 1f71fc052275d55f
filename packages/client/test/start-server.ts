import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type SeenRequest = {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

type Handler = (res: ServerResponse, seen: SeenRequest, req: IncomingMessage) => void

/** A real server on a free port, closed when the test ends; `requests` is what it saw. */
export async function startServer(handler: Handler) {
  const requests: SeenRequest[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const seen = { method: req.method!, path: req.url!, headers: req.headers, body }
    requests.push(seen)
    handler(res, seen, req)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

/** Responds with JSON and a status. */
export function json(res: ServerResponse, status: number, body: unknown, headers = {}) {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  res.end(JSON.stringify(body))
}
