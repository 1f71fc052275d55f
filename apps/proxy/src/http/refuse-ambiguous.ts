import { refuseAmbiguousRequests } from '@aloha-pi/express-server'
import type { NextFunction, Request, Response } from 'express'
import { refusal } from './refusal.ts'
import { refuse } from './send-refusal.ts'

/** Refuses requests that can be read in two ways; `log` is the middleware that logs what is served. */
export function refuseAmbiguous(log: (req: Request, res: Response, next: NextFunction) => void) {
  return refuseAmbiguousRequests((req, res, { status, field, rule }) =>
    log(req, res, () => {
      const { body } = refuse(res, refusal('invalid_request', { field, rule }))
      // HTTP has its own status for an Expect that cannot be met.
      res.status(status).json(body)
    }),
  )
}
