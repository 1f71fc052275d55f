import type { NextFunction, Response } from 'express'

type Handler<Req> = (req: Req, res: Response, next: NextFunction) => unknown

/**
 * One middleware that does what several do, in their order. For each one that express calls itself it matches the path
 * again, which costs more than what most of them do.
 */
export function inSequence<Req>(...handlers: readonly Handler<Req>[]) {
  return (req: Req, res: Response, next: NextFunction): void => {
    let place = 0
    const proceed = (error?: unknown): void => {
      // Not only an error: express also takes the word 'route' here.
      if (error != null) return next(error)
      const handler = handlers[place]
      place += 1
      if (handler == null) return next()
      // A handler may run after the one before it has returned: only this catches what it throws then.
      try {
        const result = handler(req, res, proceed)
        if (result instanceof Promise) void passRejection(result, next)
      } catch (thrown) {
        next(asError(thrown))
      }
    }
    proceed()
  }
}

async function passRejection(result: Promise<unknown>, next: NextFunction) {
  try {
    await result
  } catch (reason) {
    next(asError(reason))
  }
}

/** Express would go on after a failure without a reason. */
function asError(reason: unknown): unknown {
  return reason ?? new Error('A middleware failed without a reason')
}
