import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Request, RequestHandler, Response } from 'express'
import { isSentAsJson } from '../http/is-sent-as-json.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { callingPage, refusePage } from './calling-page.ts'
import { walletRefusal } from './wallet-refusal.ts'

const EXPOSED = [REQUEST_ID_HEADER, MOCK_RULE_HEADER].join(', ')
/** Ten minutes: the origins of an app can change. */
const PREFLIGHT_SECONDS = '600'

/**
 * Lets pages of this machine and of apps with a registered origin act as the user, and no other page. A body must be
 * application/json, which a browser sends to another origin only after a preflight.
 */
export function guardWallet(world: World): RequestHandler {
  return (req, res, next) => {
    res.setHeader('vary', 'Origin')
    // Tokens and times: what was true a moment ago is no response to the next request.
    res.setHeader('cache-control', 'no-store')
    const page = callingPage(world.apps, req)
    if (page.kind === 'foreign') return sendRefusal(res, refusePage(page.origin))
    const { origin } = req.headers
    if (origin != null) {
      res.setHeader('access-control-allow-origin', origin)
      res.setHeader('access-control-expose-headers', EXPOSED)
      if (isPreflight(req)) return sendPreflight(req, res)
    }
    return isSentAsJson(req) ? next() : sendRefusal(res, walletRefusal('unsupported_media_type'))
  }
}

function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] != null
}

function sendPreflight({ headers }: Request, res: Response) {
  res.setHeader('access-control-allow-methods', 'GET, POST')
  res.setHeader('access-control-allow-headers', 'content-type')
  res.setHeader('access-control-max-age', PREFLIGHT_SECONDS)
  // Some browsers ask before a public page reaches this machine (Private Network Access).
  if (headers['access-control-request-private-network'] === 'true') {
    res.setHeader('access-control-allow-private-network', 'true')
  }
  res.status(204).end()
}
