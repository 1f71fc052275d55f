import { maskSecrets } from '@aloha-pi/contracts'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { NextFunction, Request, Response } from 'express'

const CALLERS_ID = /^[A-Za-z0-9_-]{1,64}$/

/** Names each request: the caller's `X-Request-Id` if it is harmless, else our own id; the response repeats it. */
export function nameRequests(newId: () => string) {
  return (req: Request, res: Response, next: NextFunction) => {
    const given = req.headers[REQUEST_ID_HEADER]
    const requestId = typeof given === 'string' && isHarmless(given) ? given : newId()
    res.locals.requestId = requestId
    res.setHeader(REQUEST_ID_HEADER, requestId)
    next()
  }
}

/** A seed or a key is made of the same characters: it must not be repeated. */
function isHarmless(id: string): boolean {
  return CALLERS_ID.test(id) && maskSecrets(id) === id
}
