import type { JournalApi } from '@aloha-pi/contracts/control'
import type { Express, Request, RequestHandler, Response } from 'express'
import { apiOfPath, isPageOfMock } from '../http/api-of-path.ts'
import { recordedOf, routeOf, setRecorded } from '../http/exchange-notes.ts'
import type { Exchange } from '../journal/exchange.ts'
import { keepChunk } from '../journal/kept-body.ts'
import { callerIn } from '../platform/authenticate.ts'
import type { World } from '../world/world.ts'

/** Headers that carry credentials; `authorization` leaves its scheme behind. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization'])
const SECRET_LENGTHS = new Set([...SECRET_HEADERS].map(({ length }) => length))

/** Puts every request into the journal, with its response. The first middleware of all. */
export function recordExchanges(world: World): RequestHandler {
  return (req, res, next) => {
    const { journal, settings, clock, limits } = world
    if (settings.journal === 'off' || limits.journal === 0) return next()
    const api = apiOf(req.path)
    if (settings.journal === 'apis' && (api === 'control' || api === 'page')) return next()
    const exchange: Exchange = {
      id: 0,
      api,
      at: clock.now(),
      startedAt: performance.now(),
      durationMs: null,
      method: req.method,
      url: req.originalUrl,
      headers: withoutSecrets(req.rawHeaders),
      credential: schemeOf(req.headers.authorization),
      sent: null,
      caller: null,
      route: undefined,
      response: null,
      received: null,
      validation: null,
      isHeld: false,
      fault: null,
    }
    journal.begin(exchange)
    setRecorded(res, { journal, exchange })
    if (hasBody(req)) recordBody(req, exchange)
    res.on('close', recordEnd)
    next()
  }
}

/** Notes what is written to responses. On the prototype: a function for each response would cost more than all else. */
export function recordResponses({ response }: Express) {
  const { write, end } = response
  response.write = function writeRecorded(this: Response, ...args: unknown[]): boolean {
    recordChunk(this, args[0])
    return Reflect.apply(write, this, args) as boolean
  }
  response.end = function endRecorded(this: Response, ...args: unknown[]): Response {
    if (!this.writableEnded) {
      recordChunk(this, args[0])
      recordResponse(this)
    }
    return Reflect.apply(end, this, args) as Response
  }
}

function recordChunk(res: Response, chunk: unknown) {
  const recorded = recordedOf(res)
  if (recorded == null || res.req.method === 'HEAD') return
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return
  recorded.exchange.received = keepChunk(recorded.exchange.received, chunk)
}

function recordResponse(res: Response) {
  const exchange = recordedOf(res)?.exchange
  if (exchange == null || exchange.durationMs != null) return
  exchange.response = { status: res.statusCode, headers: res.getHeaders() }
  finish(res)
}

/** The connection is gone: without a complete response, the request ends here. */
function recordEnd(this: Response) {
  if (recordedOf(this)?.exchange.durationMs == null) finish(this)
}

function finish(res: Response) {
  const recorded = recordedOf(res)
  if (recorded == null) return
  const { journal, exchange } = recorded
  exchange.durationMs = performance.now() - exchange.startedAt
  exchange.caller = callerIn(res)
  exchange.route = routeOf(res.req)
  journal.finish(exchange)
  const { req } = res
  if (!hasBody(req) || req.complete || req.destroyed) journal.freeze(exchange)
  else req.once('close', () => journal.freeze(exchange))
}

/** Takes note of the body as it arrives, whether anything reads it or not; a refused one may come after the response. */
function recordBody(req: Request, exchange: Exchange) {
  const { push } = req
  req.push = function pushRecorded(chunk: unknown, encoding?: BufferEncoding) {
    if (chunk instanceof Uint8Array) {
      exchange.sent = keepChunk(exchange.sent, chunk)
    }
    return Reflect.apply(push, this, [chunk, encoding])
  }
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] != null || (headers['content-length'] ?? '0') !== '0'
}

function apiOf(path: string): JournalApi {
  const api = apiOfPath(path)
  return api === 'chain' && isPageOfMock(path) ? 'page' : api
}

function withoutSecrets(raw: readonly string[]): string[] {
  const kept: string[] = []
  for (let place = 0; place + 1 < raw.length; place += 2) {
    const name = raw[place] ?? ''
    const isSecret = SECRET_LENGTHS.has(name.length) && SECRET_HEADERS.has(name.toLowerCase())
    if (!isSecret) kept.push(name, raw[place + 1] ?? '')
  }
  return kept
}

function schemeOf(authorization: string | undefined): Exchange['credential'] {
  if (authorization == null) return 'none'
  if (/^key /i.test(authorization)) return 'key'
  return /^bearer /i.test(authorization) ? 'bearer' : 'other'
}
