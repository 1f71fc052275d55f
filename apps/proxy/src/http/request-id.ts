import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { NextFunction, Request, Response } from 'express'

const CALLERS_ID = /^[A-Za-z0-9_-]{1,64}$/

/** Names each request: the caller's `X-Request-Id` when it is harmless, else one of ours; the answer repeats it. */
export function nameRequests(newId: () => string) {
  return (req: Request, res: Response, next: NextFunction) => {
    const given = req.headers[REQUEST_ID_HEADER]
    const requestId = typeof given === 'string' && CALLERS_ID.test(given) ? given : newId()
    res.locals.requestId = requestId
    res.setHeader(REQUEST_ID_HEADER, requestId)
    next()
  }
}
