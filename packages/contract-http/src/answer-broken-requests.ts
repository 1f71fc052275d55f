import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** A request that node's parser refused. */
export type BrokenRequest = {
  /** The status that HTTP has for it. */
  status: 400 | 408 | 413 | 431
  /** Continues the sentence "The request …". */
  rule: string
  /** Node's code, for logs. */
  parserCode: string
}

/** What is sent instead of node's empty answer; the body as JSON. */
export type BrokenRequestAnswer = {
  status: number
  headers: Readonly<Record<string, string>>
  body: unknown
}

const MALFORMED = { status: 400, rule: 'is no valid HTTP/1.1' } as const
const refused: Record<string, Pick<BrokenRequest, 'status' | 'rule'>> = {
  HPE_HEADER_OVERFLOW: { status: 431, rule: 'has headers that are too large' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, rule: 'has chunk extensions that are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, rule: 'did not arrive in time' },
}

/**
 * For `prepare` of `listen`: what node's parser refuses never reaches express, so it is answered here, as
 * `word` says, and its connection closed, because where the next request begins is anybody's guess.
 */
export function answerBrokenRequests(word: (request: BrokenRequest) => BrokenRequestAnswer) {
  return (server: Server) => {
    const latest = new WeakMap<Duplex, ServerResponse>()
    server.on('request', (req, res) => latest.set(req.socket, res))
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const parserCode = error.code ?? ''
      if (parserCode === 'ECONNRESET' || !socket.writable || isAnswering(latest.get(socket))) {
        socket.destroy()
        return
      }
      socket.end(inHttp(word({ ...(refused[parserCode] ?? MALFORMED), parserCode })))
    })
  }
}

/** The connection belongs to the answer of a request that did arrive whole: another one would be taken for it. */
function isAnswering(res: ServerResponse | undefined): boolean {
  if (res == null || res.writableFinished) return false
  return res.req.complete || res.headersSent
}

function inHttp({ status, headers, body }: BrokenRequestAnswer): string {
  const text = JSON.stringify(body)
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'X-Content-Type-Options: nosniff',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    '',
    text,
  ].join('\r\n')
}
