import type { ChainOperation } from '@aloha-pi/contracts/chain'
import type { AppRoute } from '@ts-rest/core'
import type { Request, RequestHandler } from 'express'
import { chainProblem, sendProblem } from './chain-refusal.ts'

const EVENTS = 'text/event-stream'
const PAGES = ['application/hal+json', 'application/json']

/** Refuses a client that accepts nothing of what the operation returns, before anything else is read. */
export const negotiate: RequestHandler = (req, res, next) => {
  // ts-rest sets the route of the contract before the first middleware; every chain route has this metadata.
  const { tsRestRoute } = req as Request & { tsRestRoute: AppRoute }
  const { streams } = tsRestRoute.metadata as ChainOperation
  const accepted = req.accepts([...PAGES, EVENTS])
  if (accepted !== false && (accepted !== EVENTS || streams)) return next()
  const offered = streams ? [...PAGES, EVENTS].join(', ') : PAGES.join(', ')
  sendProblem(res, chainProblem('not_acceptable', { values: { offered } }))
}

/** The parts of a request that decide between a page and a stream; ts-rest gives the rest another type for each route. */
export type ListRequest = Pick<Request, 'method' | 'path' | 'accepts'>

/** Whether the client wants a stream of events rather than a page. */
export function prefersEvents(req: Pick<Request, 'accepts'>): boolean {
  return req.accepts([...PAGES, EVENTS]) === EVENTS
}
