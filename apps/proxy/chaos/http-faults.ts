import { setTimeout } from 'node:timers/promises'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Random } from '../testkit/random.ts'

export type Asked = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  at: number
}
export type Reply = { status: number; headers: IncomingHttpHeaders; body: string }

/** A request that a fault strikes, and what can be done with it. */
export type Struck = {
  asked: Asked
  res: ServerResponse
  random: Random
  /** How long the caller waits for a response. */
  patienceMs: number
  /** Delivers the request; as often as it is called. */
  deliver(asked: Asked): Promise<Reply>
  /** Does it later, whether anyone still waits or not. */
  later(ms: number, task: () => Promise<unknown>): void
  /** Takes no connections for so long. */
  beDown(ms: number): Promise<void>
}
type Fault = (struck: Struck) => unknown

const reset = ({ res }: Struck) => void res.socket?.resetAndDestroy()

async function hold(res: ServerResponse, ms: number) {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  await setTimeout(ms, undefined, { signal: gone.signal }).catch(() => undefined)
  res.destroy()
}
const stall = ({ res, random, patienceMs }: Struck) =>
  hold(res, random.int(patienceMs / 2, 2 * patienceMs))
const page =
  (status: number): Fault =>
  ({ res }) =>
    respond(res, html(status))
const deliveredThen =
  (then: Fault): Fault =>
  async (struck) => {
    await struck.deliver(struck.asked)
    return then(struck)
  }

/** The request never arrives. */
const lostBefore = {
  refused_for_a_while: ({ res, random, beDown }) => {
    res.destroy()
    return beDown(random.int(100, 600))
  },
  reset_before_delivery: reset,
  stalled_not_delivered: stall,
  '500_not_delivered': page(500),
  '502_not_delivered': page(502),
  '504_not_delivered': page(504),
  '503_with_retry_after': ({ res }) => respond(res, html(503, { 'retry-after': '1' })),
  '429': ({ res, random }) =>
    respond(res, html(429, random.chance(0.5) ? { 'retry-after': '1' } : {})),
} satisfies Record<string, Fault>

/** It arrives; of its response nothing, or nothing of use, comes back. */
const lostAfter = {
  reset_after_delivery: deliveredThen(reset),
  stalled_delivered: deliveredThen(stall),
  '500_delivered': deliveredThen(page(500)),
  '504_delivered': deliveredThen(page(504)),
  cut_json: async ({ asked, res, deliver }) => {
    const reply = await deliver(asked)
    respond(res, { ...reply, body: reply.body.slice(0, reply.body.length / 2) })
  },
  cut_in_the_middle: async ({ asked, res, deliver }) => {
    const { status, body } = await deliver(asked)
    res.writeHead(status, { 'content-length': Buffer.byteLength(body) + 1 })
    res.write(body.slice(0, body.length / 2), () => res.socket?.resetAndDestroy())
  },
  another_content_type: async ({ asked, res, deliver }) => {
    const reply = await deliver(asked)
    respond(res, { ...reply, headers: { 'content-type': 'text/html' } })
  },
  a_million_bytes: deliveredThen(({ res }) => {
    const body = 'x'.repeat(1_000_000)
    respond(res, { status: 200, headers: { 'content-type': 'application/json' }, body })
  }),
} satisfies Record<string, Fault>

/** It arrives at another time, or more often than it was sent. */
const moved = {
  slow: async ({ asked, res, random, deliver }) => {
    await setTimeout(random.int(50, 500))
    respond(res, await deliver(asked))
  },
  answered_slowly: async ({ asked, res, random, deliver }) => {
    const reply = await deliver(asked)
    await setTimeout(random.int(50, 800))
    respond(res, reply)
  },
  delivered_too_late: ({ asked, res, random, patienceMs, deliver, later }) => {
    later(patienceMs + random.int(200, 2_500), () => deliver(asked))
    return hold(res, 2 * patienceMs)
  },
  delivered_twice_at_once: async ({ asked, res, deliver }) => {
    const [first] = await Promise.all([deliver(asked), deliver(asked)])
    respond(res, first)
  },
  delivered_again_later: async ({ asked, res, random, deliver, later }) => {
    later(random.int(100, 5_000), () => deliver(asked))
    respond(res, await deliver(asked))
  },
} satisfies Record<string, Fault>

/** What networks, load balancers and replicas do to requests, by what it means to the caller. */
export const httpFaults = { ...lostBefore, ...lostAfter, ...moved } satisfies Record<string, Fault>
/** Beside these: a response of a replica that is behind, which the link keeps. */
export type HttpFault = keyof typeof httpFaults | 'stale_answer'
export const anyHttpFault = Object.keys(httpFaults) as [HttpFault, ...HttpFault[]]

export function respond(res: ServerResponse, { status, headers, body }: Reply) {
  res.writeHead(status, passedOn(headers)).end(body)
}

export function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)))
}

/** Headers that mean one connection only, and the one that asks for compressed bodies: those could not be searched. */
const HOP = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
  'expect',
])

function html(status: number, headers: Record<string, string> = {}): Reply {
  const body = `<html><body><h1>${status}</h1></body></html>`
  return { status, headers: { 'content-type': 'text/html', ...headers }, body }
}
