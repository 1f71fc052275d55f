import { STATUS_CODES, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { alohaErrors } from '@aloha-pi/contracts'
import type { AlohaErrorBody } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import { refusal } from './refusal.ts'

const rules: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'has headers that are too large',
  ERR_HTTP_REQUEST_TIMEOUT: 'did not arrive in time',
}

/**
 * What node's parser refuses never reaches express: such a request is answered here, in the envelope, and
 * its connection closed, because where the next request begins is anybody's guess.
 */
export function answerBrokenRequests(options: { newId: () => string; log: Logger }) {
  return (server: Server) => {
    const latest = new WeakMap<Duplex, ServerResponse>()
    server.on('request', (req, res) => latest.set(req.socket, res))
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const code = error.code ?? ''
      if (code === 'ECONNRESET' || !socket.writable || isAnswering(latest.get(socket))) {
        socket.destroy()
        return
      }
      const requestId = options.newId()
      options.log.info({ request_id: requestId, code: 'invalid_request', parser: code }, 'request')
      socket.end(rawAnswer(requestId, rules[code] ?? 'is no valid HTTP/1.1'))
    })
  }
}

/** The connection belongs to the answer of a request that did arrive whole: another one would be taken for it. */
function isAnswering(res: ServerResponse | undefined): boolean {
  if (res == null || res.writableFinished) return false
  return res.req.complete || res.headersSent
}

function rawAnswer(requestId: string, rule: string): string {
  const { code, message } = refusal('invalid_request', { field: 'The request', rule })
  const { status } = alohaErrors[code]
  const envelope: AlohaErrorBody = {
    success: false,
    error: message,
    code,
    request_id: requestId,
  }
  const body = JSON.stringify(envelope)
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
