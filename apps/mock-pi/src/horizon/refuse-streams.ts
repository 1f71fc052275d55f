import type { RequestHandler } from 'express'
import { chainProblem, sendProblem } from './chain-refusal.ts'

const OFFERED = ['application/hal+json', 'application/json', 'text/event-stream']

/**
 * Refuses a client that wants events before anything else: one page in their place would end its stream, and
 * it would ask again forever.
 */
export const refuseStreams: RequestHandler = (req, res, next) => {
  if (req.accepts(OFFERED) !== 'text/event-stream') return next()
  sendProblem(res, chainProblem('not_acceptable'))
}
