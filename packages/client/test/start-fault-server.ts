import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished, vi } from 'vitest'
import { json, type SeenRequest } from './start-server.ts'

/**
 * What happens to one request on its way to the server and back. `after` and `cut JSON`: the server has
 * carried it out; all others but `ok`: it has not.
 */
export type Fault =
  | 'ok'
  | 'reset at accept'
  | 'reset before'
  | 'reset after'
  | 'stall before'
  | 'stall after'
  | '500 page'
  | '500 page after'
  | '429'
  | '429 for an hour'
  | 'cut JSON'

export type Served = { status: number; body: unknown }

/** For clients of a fault server: a stall makes so much time pass at once, and no other time passes. */
export const TIMEOUT_MS = 400

const page = '<!DOCTYPE html><title>We are sorry, but something went wrong (500)</title>'

const afterwards: Partial<Record<Fault, (res: ServerResponse, served: Served) => void>> = {
  ok: (res, { status, body }) => json(res, status, body),
  'reset after': (res) => void res.socket?.resetAndDestroy(),
  'stall after': giveUpWaiting,
  '500 page after': (res) => res.writeHead(500, { 'content-type': 'text/html' }).end(page),
  'cut JSON': (res, { body }) => {
    const text = JSON.stringify(body)
    res.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, text.length / 2))
  },
}

const instead: Partial<Record<Fault, (res: ServerResponse) => void>> = {
  'reset before': (res) => void res.socket?.resetAndDestroy(),
  'stall before': giveUpWaiting,
  '500 page': (res) => res.writeHead(500, { 'content-type': 'text/html' }).end(page),
  '429': (res) => res.writeHead(429, { 'retry-after': '7' }).end(),
  '429 for an hour': (res) => res.writeHead(429, { 'retry-after': '3600' }).end(),
}

/**
 * A real server on a free port. The nth connection, which carries one request, meets the nth fault.
 * Timers stop until a stall, so that a slow machine times nothing out.
 */
export async function startFaultServer(
  faults: readonly Fault[],
  serve: (request: SeenRequest) => Served,
) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const fates = new WeakMap<Socket, Fault>()
  const arrived: string[] = []
  let connections = 0
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    res.setHeader('connection', 'close')
    arrived.push(`${req.method} ${req.url!.split('/').at(-1)}`)
    const fate = fates.get(req.socket) ?? 'ok'
    const response = instead[fate]
    if (response != null) return response(res)
    const seen = { method: req.method!, path: req.url!, headers: req.headers, body }
    afterwards[fate]!(res, serve(seen))
  })
  server.on('connection', (socket) => {
    const fate = faults[connections++] ?? 'ok'
    fates.set(socket, fate)
    if (fate === 'reset at accept') socket.resetAndDestroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    /** What reached the server, like `POST approve`: more than what it carried out. */
    arrived,
    connections: () => connections,
  }
}

function giveUpWaiting() {
  vi.advanceTimersByTime(TIMEOUT_MS)
}
