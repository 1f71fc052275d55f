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
      // Express knows more words than an error, as 'route'.
      if (error != null) return next(error)
      const handler = handlers[place]
      place += 1
      if (handler == null) return next()
      // A later handler may run when the one before it has returned, where nobody else catches what it throws.
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
