import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Transform } from 'node:stream'
import type { PassedExchange } from './check-exchange.ts'
import { endToEndHeaders } from '../http/end-to-end-headers.ts'
import { keepBytes, readBody, type KeptBytes, type ReadBody } from './read-body.ts'
import type { Upstream } from './read-upstream.ts'

// Not by import statements: those would load the WebSocket client of node:http, 50 ms.
const { request: requestHttp } = process.getBuiltinModule('node:http')
const { request: requestHttps } = process.getBuiltinModule('node:https')

/** Node sends such a request in chunks, unless it has a length. */
const WITH_BODY = new Set(['PATCH', 'POST', 'PUT'])

export type PassedListener = {
  /** A request and its whole response. */
  onExchange(exchange: PassedExchange): void
  /** A request that has no whole response, with the reason. */
  onUnfinished(reason: string): void
}

export type Passing = {
  upstream: Upstream
  listener: PassedListener
  /** Whether the recorder cuts its connections off. */
  isEnding: () => boolean
}

/**
 * Sends a request on and its response back, as they are. It is over when the listener has the exchange, or the reason why
 * there is none.
 */
export async function passOn(
  req: IncomingMessage,
  res: ServerResponse,
  { upstream, listener, isEnding }: Passing,
): Promise<void> {
  const over = Promise.withResolvers<void>()
  const sent = keepBytes()
  const received = keepBytes()
  const toServer = requestTo(upstream, req)
  let isOver = false

  function finish(end: () => void) {
    if (isOver) return
    isOver = true
    end()
    over.resolve()
  }

  toServer.once('response', (response) => {
    res.writeHead(
      response.statusCode ?? 502,
      response.statusMessage,
      endToEndHeaders(response.rawHeaders),
    )
    response.once('error', () => finish(() => listener.onUnfinished('the response broke off')))
    pipeline(response, keeping(received), res, (error) => {
      if (error != null) return
      finish(() => listener.onExchange(exchangeOf({ req, response, sent, received })))
    })
  })
  toServer.once('error', (error) => giveUp(reasonOf(error)))
  toServer.once('close', () => {
    if (!res.headersSent) giveUp('no response')
  })
  res.once('close', () => {
    if (res.writableFinished) return
    finish(() => listener.onUnfinished(isEnding() ? 'the recording ended' : 'the client hung up'))
    toServer.destroy()
  })
  pipeline(req, keeping(sent), toServer, () => {})
  return over.promise

  function giveUp(reason: string) {
    finish(() => {
      listener.onUnfinished(reason)
      if (res.headersSent) res.destroy()
      else refuse(res, upstream, reason)
    })
  }
}

function requestTo({ url }: Upstream, req: IncomingMessage): ClientRequest {
  const options = {
    method: req.method,
    path: req.url,
    headers: ['host', url.host, ...endToEndHeaders(req.rawHeaders), ...framingOf(req)],
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port,
    // A connection of its own: one that was kept may close while a payment is sent on it.
    agent: false as const,
  }
  return url.protocol === 'https:'
    ? // Whatever the environment says: keys are sent there.
      requestHttps({ ...options, rejectUnauthorized: true })
    : requestHttp(options)
}

/** A body without a length stays one, also with a method that seldom has a body; and no body stays none. */
function framingOf({ method = '', headers }: IncomingMessage): string[] {
  if (headers['transfer-encoding'] != null) return ['transfer-encoding', 'chunked']
  const isEmpty = headers['content-length'] == null && WITH_BODY.has(method)
  return isEmpty ? ['content-length', '0'] : []
}

function keeping(kept: KeptBytes): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      kept.add(chunk)
      done(null, chunk)
    },
  })
}

function exchangeOf({
  req,
  response,
  sent,
  received,
}: {
  req: IncomingMessage
  response: IncomingMessage
  sent: KeptBytes
  received: KeptBytes
}): PassedExchange {
  const { authorization, ...requestHeaders } = req.headers
  return {
    method: req.method ?? '',
    url: req.url ?? '',
    requestHeaders,
    credential: schemeOf(authorization),
    // An upstream may respond before it has read everything.
    requestBody: req.complete ? readBody(sent.read(), req.headers) : NOT_WHOLE,
    status: response.statusCode ?? 0,
    responseHeaders: response.headers,
    responseBody: readBody(received.read(), response.headers),
  }
}

const NOT_WHOLE: ReadBody = { kind: 'body that was not received whole' }

function schemeOf(authorization: string | undefined): PassedExchange['credential'] {
  if (authorization == null) return 'none'
  if (/^key /i.test(authorization)) return 'Key'
  return /^bearer /i.test(authorization) ? 'Bearer' : 'another scheme'
}

function refuse(res: ServerResponse, { url }: Upstream, reason: string) {
  res.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
  res.end(`mock-pi record: ${url.host} does not respond (${reason}).\n`)
}

/** The code of a system error; its message may have more. */
function reasonOf({ code }: NodeJS.ErrnoException): string {
  return code != null && /^[A-Z_]{1,40}$/.test(code) ? code : 'the connection failed'
}
