import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Random } from '../testkit/random.ts'
import {
  httpFaults,
  passedOn,
  respond,
  type Asked,
  type HttpFault,
  type Reply,
} from './http-faults.ts'

export type HttpLinkOptions = {
  /** Which fault this request meets; undefined: none. */
  choose: (asked: Asked) => HttpFault | undefined
  random: Random
  count: (fault: HttpFault) => void
  /** How long the caller waits for a response. */
  patienceMs: number
  /** Called with every request before it is delivered, which waits for it. */
  before?: (asked: Asked) => Promise<void> | void
  /** Called with every response. */
  after?: (asked: Asked, reply: Reply) => void
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

const STALE_KEPT = 4
/** No replica is further behind: without `Latest-Ledger` the protocol counts on a margin of 30 s. */
const STALE_MS = 10_000

/** A reverse proxy on loopback that does to requests what networks, load balancers and replicas do. */
export async function startHttpLink(options: HttpLinkOptions): Promise<HttpLink> {
  const { random, patienceMs, before, after } = options
  let target: string | undefined
  let lastAskedAt = 0
  let isClosed = false
  const agent = new Agent({ keepAlive: true })
  const late = new Set<Promise<unknown>>()
  const older = createOlderResponses()

  async function deliver(asked: Asked): Promise<Reply> {
    await before?.(asked)
    if (target == null) throw new Error('no server listens')
    const reply = await send(target, agent, asked)
    if (asked.method === 'GET' && reply.status === 200) older.keep(asked.path, reply)
    after?.(asked, reply)
    return reply
  }

  function later(ms: number, task: () => Promise<unknown>) {
    const done = setTimeout(ms)
      .then(task)
      // No one waits for it any more: that it failed is as good as lost.
      .catch(() => undefined)
      .finally(() => late.delete(done))
    late.add(done)
  }

  async function beDown(ms: number) {
    server.close()
    server.closeAllConnections()
    await setTimeout(ms)
    if (!isClosed) server.listen(port, '127.0.0.1')
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<unknown> {
    lastAskedAt = Date.now()
    const asked = await readAsked(req)
    const fault = options.choose(asked)
    if (fault === 'stale_answer') {
      const stale = older.find(asked.path)
      if (stale != null) options.count(fault)
      return respond(res, stale ?? (await deliver(asked)))
    }
    if (fault == null) return respond(res, await deliver(asked))
    options.count(fault)
    return httpFaults[fault]({ asked, res, random, patienceMs, deliver, later, beDown })
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
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The last few responses to each address, as a replica that is behind would give them again. */
function createOlderResponses() {
  const older = new Map<string, (Reply & { at: number })[]>()
  const recent = (path: string) =>
    (older.get(path) ?? []).filter(({ at }) => Date.now() - at < STALE_MS)
  return {
    keep(path: string, reply: Reply) {
      const kept = recent(path)
      older.delete(path)
      older.set(path, [...kept, { ...reply, at: Date.now() }].slice(-STALE_KEPT))
      const [oldest] = older.keys()
      if (older.size > 200 && oldest != null) older.delete(oldest)
    },
    find: (path: string): Reply | undefined => recent(path)[0],
  }
}

async function readAsked(req: IncomingMessage): Promise<Asked> {
  const { method = 'GET', url: path = '/' } = req
  return { method, path, headers: passedOn(req.headers), body: await textOf(req), at: Date.now() }
}

/** By node:http: with fetch a request took twice the processor time. */
function send(target: string, agent: Agent, { method, path, headers, body }: Asked) {
  return new Promise<Reply>((resolve, reject) => {
    const sent = request(`${target}${path}`, { agent, method, headers }, (res) => {
      // A response has a status.
      const { statusCode: status = 0, headers } = res
      textOf(res).then((text) => resolve({ status, headers, body: text }), reject)
    })
    sent.once('error', reject).end(body)
  })
}

function textOf(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    message.once('end', () => resolve(text)).once('error', reject)
  })
}
