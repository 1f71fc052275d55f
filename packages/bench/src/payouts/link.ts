import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export type Operation = 'create' | 'submit' | 'complete' | 'other'
/** A request that was carried out; its response is still on the way back. */
export type Carried = {
  operation: Operation
  /** Of the writes of a payout. */
  order: string | undefined
  status: number
  askedAt: number
}
/** What becomes of the response. */
export type Fate = 'arrives' | 'is_lost' | 'becomes_504'

export type Link = {
  url: string
  /** Requests so far. */
  counts: { pi: number; horizon: number }
  close(): Promise<void>
}

const DROPPED = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect'])

/** Before it is carried out; a create names its order only afterwards. */
export type Asked = Pick<Carried, 'operation' | 'order'>

/**
 * Stands between one program and the mock: counts, reports each request that was carried out, may lose its response, or
 * the request itself.
 */
export async function startLink(
  target: string,
  onCarried: (carried: Carried) => Fate = () => 'arrives',
  isLost: (asked: Asked) => boolean = () => false,
): Promise<Link> {
  const counts = { pi: 0, horizon: 0 }
  const orders = new Map<string, string>()

  async function serve(req: IncomingMessage, res: ServerResponse) {
    const askedAt = performance.now()
    const { method = 'GET', url: path = '/' } = req
    const body = await buffer(req)
    if (path.startsWith('/v2/')) counts.pi += 1
    else if (!path.startsWith('/_mock')) counts.horizon += 1
    const operation = operationOf(method, path)
    const asked = { operation, order: orderOf(operation, { path, body: body.toString() }, orders) }
    if (isLost(asked)) return void res.socket?.resetAndDestroy()
    const init = { method, headers: headersOf(req), redirect: 'manual' } as const
    const response = await fetch(`${target}${path}`, body.length === 0 ? init : { ...init, body })
    const text = await response.text()
    const order = asked.order ?? orderOf(operation, { path, body: body.toString(), text }, orders)
    const fate = onCarried({ operation, order, status: response.status, askedAt })
    if (fate === 'is_lost') return void res.socket?.resetAndDestroy()
    if (fate === 'becomes_504') return void res.writeHead(504).end('<h1>Gateway Timeout</h1>')
    for (const [name, value] of response.headers) if (!DROPPED.has(name)) res.setHeader(name, value)
    res.writeHead(response.status).end(text)
  }

  const server = createServer((req, res) => {
    // A program that was killed does not wait for its response.
    serve(req, res).catch(() => res.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on TCP: the address is one.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function headersOf(req: IncomingMessage): Record<string, string> {
  const kept = Object.entries(req.headers).filter(([name]) => !DROPPED.has(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
}

function operationOf(method: string, path: string): Operation {
  if (method !== 'POST') return 'other'
  if (path === '/v2/payments') return 'create'
  if (path === '/transactions') return 'submit'
  return path.endsWith('/complete') ? 'complete' : 'other'
}

/** A create names its order; what follows names the payment, a transaction in its memo. */
function orderOf(
  operation: Operation,
  { path, body, text }: { path: string; body: string; text?: string },
  orders: Map<string, string>,
): string | undefined {
  if (operation === 'create') {
    if (text == null) return undefined
    // Both programs send what the Platform API takes; a refusal has no identifier.
    const { payment } = JSON.parse(body) as { payment: { metadata: { order: string } } }
    const { identifier } = JSON.parse(text) as { identifier?: string }
    if (identifier != null) orders.set(identifier, payment.metadata.order)
    return payment.metadata.order
  }
  const place = operation === 'submit' ? envelopeOf(body) : path
  for (const [identifier, order] of orders) if (place.includes(identifier)) return order
  return undefined
}

/** A text memo is in an envelope as it is. */
function envelopeOf(body: string): string {
  return Buffer.from(new URLSearchParams(body).get('tx') ?? '', 'base64').toString('latin1')
}
