import type { Socket } from 'node:net'
import type { NextFunction, Request, Response } from 'express'
import { findAmbiguity, originForm, type AmbiguousRequest } from './ambiguous-request.ts'

/**
 * First middleware: passes on requests that can be read in one way only, with a path as their target. The others go
 * to `refuse`.
 */
export function refuseAmbiguousRequests(
  refuse: (req: Request, res: Response, ambiguity: AmbiguousRequest) => void,
) {
  const unclear = new WeakSet<Socket>()
  return (req: Request, res: Response, next: NextFunction) => {
    // No one knows whether this is a request or the body of the one before.
    if (unclear.has(req.socket)) return
    const ambiguity = findAmbiguity(req)
    if (ambiguity == null) {
      req.url = originForm(req.url)
      return next()
    }
    if (ambiguity.field === 'Transfer-Encoding') {
      unclear.add(req.socket)
      res.setHeader('connection', 'close')
    }
    refuse(req, res, ambiguity)
  }
}
