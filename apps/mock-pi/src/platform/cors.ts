import { operationsOf } from '@aloha-pi/contracts'
import { MOCK_RULE_HEADER, MOCK_SPELLING_HEADER } from '@aloha-pi/contracts/control'
import {
  platformContract,
  REQUEST_ID_HEADER,
  type PlatformOperation,
} from '@aloha-pi/contracts/platform'
import type { Express, Response } from 'express'

/** A day: browsers ask again after two hours at most anyway. */
const PREFLIGHT_SECONDS = '86400'

/**
 * The browser SDK calls the routes that take an access token from the app's own origin, so any origin may
 * read them. Cookies play no part; routes that take the server key are closed to browsers of other origins.
 */
export function allowAnyOrigin(res: Response) {
  res.setHeader('access-control-allow-origin', '*')
  res.setHeader(
    'access-control-expose-headers',
    [REQUEST_ID_HEADER, MOCK_RULE_HEADER, MOCK_SPELLING_HEADER].join(', '),
  )
}

/** Responds to the preflights of those routes. */
export function handlePreflights(app: Express) {
  for (const { route } of operationsOf(platformContract)) {
    const { path, method, metadata } = route
    // Every route of this contract carries the metadata of its API.
    if ((metadata as PlatformOperation).credential !== 'access-token') continue
    app.options(path, (_req, res) => {
      allowAnyOrigin(res)
      res.setHeader('access-control-allow-methods', method)
      res.setHeader('access-control-allow-headers', 'authorization, content-type')
      res.setHeader('access-control-max-age', PREFLIGHT_SECONDS)
      res.status(204).end()
    })
  }
}
