import { LATEST_LEDGER_HEADER } from '@aloha-pi/contracts/chain'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { RequestHandler } from 'express'
import { apiOfPath, isPageOfMock } from '../http/api-of-path.ts'

const EXPOSED = ['date', LATEST_LEDGER_HEADER, REQUEST_ID_HEADER, MOCK_RULE_HEADER].join(', ')
/** A day: browsers ask again after two hours at most anyway. */
const PREFLIGHT_SECONDS = '86400'

/**
 * Lets a page of any origin read the blockchain, refusals too, and submit: explorers and wallets are web pages.
 * Stellar's client sends its own headers, so that a browser asks before each of its requests.
 */
export const allowWebPages: RequestHandler = (req, res, next) => {
  if (apiOfPath(req.path) !== 'chain' || isPageOfMock(req.path)) return next()
  res.setHeader('access-control-allow-origin', '*')
  res.setHeader('access-control-expose-headers', EXPOSED)
  if (req.method !== 'OPTIONS' || req.headers['access-control-request-method'] == null) {
    return next()
  }
  res.setHeader('access-control-allow-methods', 'GET, POST')
  res.setHeader('access-control-allow-headers', '*')
  res.setHeader('access-control-max-age', PREFLIGHT_SECONDS)
  res.status(204).end()
}
