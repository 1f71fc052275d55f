import express, { type NextFunction, type Request, type Response } from 'express'
import { BodyRefusal } from './body-refusal.ts'

/** Middleware that puts a body of any type into `req.body` as a buffer, and passes on a `BodyRefusal`. */
export function readBytes(limit: number) {
  const read = express.raw({ type: () => true, limit, inflate: false })
  return (req: Request, res: Response, next: NextFunction) => {
    const { headers } = req
    // Most requests have no body; for each of them express.raw would format a debug line that is not shown.
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
      return next()
    }
    read(req, res, (error?: unknown) => {
      if (error != null) return next(asRefusal(error, limit))
      // express.raw takes a request whose connection is gone for one without a body.
      next(req.complete ? undefined : endedEarly())
    })
  }
}

/** Errors of express.raw carry `type`; anything else is a fault and passes on as it is. */
function asRefusal(error: unknown, limit: number): unknown {
  const type = error instanceof Error && 'type' in error ? error.type : undefined
  switch (type) {
    case 'entity.too.large':
      return new BodyRefusal('too_large', `it is larger than ${limit} bytes`, { cause: error })
    case 'encoding.unsupported':
      return new BodyRefusal('unsupported_media_type', 'it is compressed', { cause: error })
    case 'request.aborted':
    case 'request.size.invalid':
      return endedEarly({ cause: error })
    default:
      return error
  }
}

function endedEarly(options?: ErrorOptions): BodyRefusal {
  return new BodyRefusal('malformed', 'it ended early', options)
}
