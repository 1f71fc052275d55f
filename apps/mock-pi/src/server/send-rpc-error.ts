import { BodyRefusal, readBytes } from '@aloha-pi/express-server'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { Express, NextFunction, Request, Response } from 'express'
import { noteRefusal } from '../http/note-refusal.ts'
import { allowWebPages } from '../horizon/allow-web-pages.ts'
import { BODY_LIMITS } from '../http/body-limits.ts'
import { RPC_HOST } from '../http/pi-hosts.ts'
import { isHostOfPi } from './send-not-found.ts'

/** Where the servers of contracts that people run themselves take calls. */
const PATHS = ['/rpc', '/soroban/rpc']
const MAX_CALLS = 100
/** Of JSON-RPC 2.0. */
const CODES = { notJson: -32_700, noCall: -32_600, noMethod: -32_601 }
const MESSAGE = `The mock does not simulate ${RPC_HOST}: contracts and their subscriptions are not available. Accounts and payments are at the blockchain hosts (Horizon).`
const STATUS = {
  malformed: 400,
  too_complex: 400,
  too_large: 413,
  unsupported_media_type: 415,
} as const
const read = readBytes(BODY_LIMITS.bytes)

type Id = string | number | null

/** Responds to calls of contracts at the mock's own names as well; Pi's Horizon has nothing at these paths. */
export function mountRpc(app: Express) {
  app.all(PATHS, (req, res, next) => (isHostOfPi(req) ? next() : sendRpcError(req, res, next)))
  // The URL of a mock alone is where people point a client first.
  app.post('/', (req, res, next) => {
    if (isHostOfPi(req) || typeof req.is('json') !== 'string') return next()
    read(req, res, (error?: unknown) => {
      if (error != null && !(error instanceof BodyRefusal)) return next(error)
      const body = error == null ? readBody(req.body) : undefined
      const [first] = Array.isArray(body) ? body : [body]
      return isMethodCall(first) ? send(res, responseBody(body)) : next()
    })
  })
}

/** Responds to every call of the Testnet's contracts with an error of JSON-RPC, since none is simulated. */
export function sendRpcError(req: Request, res: Response, next: NextFunction) {
  allowWebPages(req, res, () =>
    read(req, res, (error?: unknown) => {
      if (error == null) return send(res, responseBody(readBody(req.body)))
      if (!(error instanceof BodyRefusal)) return next(error)
      res.status(STATUS[error.kind])
      send(res, refuse(CODES.notJson, null))
    }),
  )
}

function send(res: Response, response: object) {
  const rule = 'rpc/not_simulated'
  res.setHeader(MOCK_RULE_HEADER, rule)
  noteRefusal(res, { rule, status: res.statusCode, body: response })
  res.json(response)
}

/** JSON; null without a body, undefined for what is not JSON. */
function readBody(bytes: unknown): unknown {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return null
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** One response, or one for each call of several that has an id. */
function responseBody(body: unknown) {
  if (body === undefined) return refuse(CODES.notJson, null)
  if (!Array.isArray(body)) return responseToCall(body)
  const calls = body.filter((call) => !isNotification(call))
  return calls.length === 0 || calls.length > MAX_CALLS
    ? refuse(CODES.noCall, null)
    : calls.map(responseToCall)
}

/** A single notification gets a response too: a caller that forgot the id must see the message. */
function responseToCall(call: unknown) {
  return refuse(isMethodCall(call) ? CODES.noMethod : CODES.noCall, idOf(call))
}

function refuse(code: number, id: Id) {
  return { jsonrpc: '2.0', id, error: { code, message: MESSAGE } }
}

function isMethodCall(call: unknown): call is { method: string } {
  return (
    typeof call === 'object' && call != null && 'method' in call && typeof call.method === 'string'
  )
}

function isNotification(call: unknown): boolean {
  return isMethodCall(call) && !('id' in call)
}

/** The id of the call; null where there is none. */
function idOf(call: unknown): Id {
  const id: unknown = typeof call === 'object' && call != null && 'id' in call ? call.id : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}
