import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Random } from '../sim/random.ts'

/** What can become of a request on its way, and of its answer on the way back. */
export const httpFaults = [
  'refuse',
  'reset_before_delivery',
  'reset_after_delivery',
  'stall_not_delivered',
  'stall_delivered',
  'html_500',
  'html_502',
  'too_many_429',
  'cut_json',
  'delivered_twice',
  'delivered_late',
  'gateway_504_delivered',
  'gateway_504_not_delivered',
  'stale_answer',
] as const
export type HttpFault = (typeof httpFaults)[number]

export type Asked = { method: string; path: string; headers: Headers; body: string; at: number }
type Told = { status: number; headers: Headers; body: string }

export type HttpLinkOptions = {
  /** Which fault this request meets; undefined: none. */
  choose: (asked: Asked) => HttpFault | undefined
  random: Random
  count: (fault: HttpFault) => void
  /** Hears every request that is about to be delivered, before it is. */
  onDelivery?: (asked: Asked) => void
  /** How long the caller waits for an answer. */
  patienceMs: number
}

export type HttpLink = {
  url: string
  /** Where requests go; nothing is reachable before. */
  aim(target: string | undefined): void
  /** When the last request came, in ms since 1970. */
  lastAskedAt(): number
  /** Settles when nothing delivered late is on its way. */
  drained(): Promise<void>
  close(): Promise<void>
}

const HOP = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'expect',
])
const STALE_KEPT = 4

/** A reverse proxy on loopback that does to requests what networks, load balancers and replicas do. */
export async function startHttpLink(options: HttpLinkOptions): Promise<HttpLink> {
  const { random, patienceMs } = options
  let target: string | undefined
  let lastAskedAt = 0
  let isClosed = false
  const late = new Set<Promise<unknown>>()
  const older = new Map<string, Told[]>()

  async function deliver({ method, path, headers, body }: Asked): Promise<Told> {
    if (target == null) throw new Error('nobody listens')
    const init = { method, headers, redirect: 'manual', ...(body !== '' && { body }) } as const
    const response = await fetch(`${target}${path}`, init)
    const told = { status: response.status, headers: response.headers, body: await response.text() }
    if (method === 'GET' && told.status === 200) keepOlder(path, told)
    return told
  }

  function keepOlder(path: string, told: Told) {
    const kept = older.get(path) ?? []
    older.delete(path)
    older.set(path, [...kept, told].slice(-STALE_KEPT))
    const [oldest] = older.keys()
    if (older.size > 200 && oldest != null) older.delete(oldest)
  }

  function deliverLate(asked: Asked) {
    const delivery = setTimeout(patienceMs + random.int(200, 2_500))
      .then(() => pass(asked))
      // Nobody waits for it any more: that it failed is as good as lost.
      .catch(() => undefined)
      .finally(() => late.delete(delivery))
    late.add(delivery)
  }

  const pass = (asked: Asked) => {
    options.onDelivery?.(asked)
    return deliver(asked)
  }

  async function refuseForAWhile() {
    server.close()
    server.closeAllConnections()
    await setTimeout(random.int(100, 600))
    if (!isClosed) server.listen(port, '127.0.0.1')
  }

  async function hold(res: ServerResponse, ms: number) {
    const gone = new AbortController()
    res.once('close', () => gone.abort())
    await setTimeout(ms, undefined, { signal: gone.signal }).catch(() => undefined)
    res.destroy()
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<unknown> {
    lastAskedAt = Date.now()
    const asked = await readAsked(req)
    const fault = options.choose(asked)
    const stale = older.get(asked.path)?.[0]
    if (fault == null || (fault === 'stale_answer' && stale == null)) {
      return answer(res, await pass(asked))
    }
    options.count(fault)
    switch (fault) {
      case 'refuse':
        return refuseForAWhile()
      case 'reset_before_delivery':
        return res.socket?.resetAndDestroy()
      case 'reset_after_delivery':
        await pass(asked)
        return res.socket?.resetAndDestroy()
      case 'stall_not_delivered':
        return hold(res, random.int(500, 2 * patienceMs))
      case 'stall_delivered':
        await pass(asked)
        return hold(res, random.int(500, 2 * patienceMs))
      case 'html_500':
        return answer(res, html(500))
      case 'html_502':
        return answer(res, html(502))
      case 'too_many_429':
        return answer(res, html(429, random.chance(0.5) ? { 'retry-after': '1' } : {}))
      case 'cut_json': {
        const told = await pass(asked)
        return answer(res, { ...told, body: told.body.slice(0, told.body.length / 2) })
      }
      case 'delivered_twice': {
        const [first] = await Promise.all([pass(asked), pass(asked)])
        return answer(res, first)
      }
      case 'delivered_late':
        deliverLate(asked)
        return hold(res, 2 * patienceMs)
      case 'gateway_504_delivered':
        await pass(asked)
        return answer(res, html(504))
      case 'gateway_504_not_delivered':
        return answer(res, html(504))
      case 'stale_answer':
        return answer(res, stale ?? html(503))
    }
  }

  const server = createServer((req, res) => {
    // Where the target is down, the caller sees its connection end.
    serve(req, res).catch(() => res.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on TCP: the address is one.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    aim: (next) => void (target = next),
    lastAskedAt: () => lastAskedAt,
    async drained() {
      while (late.size > 0) await Promise.all(late)
    },
    async close() {
      isClosed = true
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readAsked(req: IncomingMessage): Promise<Asked> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (!HOP.has(name) && value != null) headers.set(name, String(value))
  }
  let body = ''
  for await (const chunk of req.setEncoding('utf8')) body += String(chunk)
  const { method = 'GET', url: path = '/' } = req
  return { method, path, headers, body, at: Date.now() }
}

function answer(res: ServerResponse, { status, headers, body }: Told) {
  for (const [name, value] of headers) if (!HOP.has(name)) res.setHeader(name, value)
  res.writeHead(status).end(body)
}

function html(status: number, headers: Record<string, string> = {}): Told {
  const body = `<html><body><h1>${status}</h1></body></html>`
  return { status, headers: new Headers({ 'content-type': 'text/html', ...headers }), body }
}
