import type { RequestHandler } from 'express'
import type { Clock } from '../clock/clock.ts'
import { apiOfPath } from '../http/api-of-path.ts'

/** Dates responses of Horizon by the mock's clock: SDKs take the time bounds of transactions from there. */
export function setDateHeader(world: { clock: Clock }): RequestHandler {
  return (req, res, next) => {
    if (apiOfPath(req.path) === 'chain') {
      res.setHeader('date', new Date(world.clock.now()).toUTCString())
    }
    next()
  }
}
