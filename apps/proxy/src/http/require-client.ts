import type { AlohaOperation } from '@aloha-pi/contracts/aloha'
import { paymentIdSchema } from '@aloha-pi/contracts/platform'
import type { NextFunction, Request, Response } from 'express'
import type { Authenticate } from '../keys/authenticate.ts'
import { refusal } from './refusal.ts'
import { sendRefusal } from './send-refusal.ts'

/**
 * First middleware of every contract route, before the body is read: the credential and the scope that
 * the contract's metadata names, or nothing is served.
 */
export function requireClient(options: { authenticate: Authenticate; publicDetails: boolean }) {
  return async (req: Request, res: Response, next: NextFunction) => {
    const { credential, scope } = matchedOperation(req, res)
    const { authorization } = req.headers
    const isPublic = credential === 'optional' && options.publicDetails
    if (authorization == null && isPublic) return next()
    const verdict = await options.authenticate(authorization)
    if (!verdict.ok) {
      res.setHeader('www-authenticate', 'Bearer')
      return sendRefusal(res, refusal('unauthorized'))
    }
    // What needs no key at all does not need a scope.
    if (!isPublic && !verdict.client.scopes.includes(scope)) {
      return sendRefusal(res, refusal('insufficient_scope', { scope }))
    }
    res.locals.client = verdict.client
    next()
  }
}

/** Notes which route of the contract matched; ts-rest puts it on the request. */
function matchedOperation(req: Request, res: Response): AlohaOperation {
  const { tsRestRoute } = req as { tsRestRoute?: { path: string; metadata?: unknown } }
  if (tsRestRoute?.metadata == null) throw new Error('A route without contract metadata')
  // Every route of the aloha contract carries it; ts-rest types metadata as unknown.
  const operation = tsRestRoute.metadata as AlohaOperation
  const paymentId = paymentIdSchema.safeParse(req.params['piPayId'])
  res.locals.route = tsRestRoute.path
  res.locals.operation = operation
  // For the log, which holds only checked values.
  if (paymentId.success) res.locals.paymentId = paymentId.data
  return operation
}
