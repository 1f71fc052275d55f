import type { NextFunction, Request, Response } from 'express'
import type { Logger } from 'pino'
import type { Metrics } from '../telemetry/metrics.ts'

/** One line and one measurement for each request, when its connection is done with it. */
export function logAccess(options: { log: Logger; metrics: Metrics; clock: () => number }) {
  const { log, metrics, clock } = options
  return (req: Request, res: Response, next: NextFunction) => {
    const startedAt = clock()
    res.once('close', () => {
      const { requestId, route = 'other', client, paymentId, code } = res.locals
      const ms = clock() - startedAt
      const status = res.statusCode
      const { method } = req
      metrics.observeRequest({ method, route, status, ms })
      log.info(
        {
          request_id: requestId,
          method,
          route,
          status,
          ms: Math.round(ms * 100) / 100,
          client_id: client?.clientId,
          key_id: client?.keyId,
          payment_id: paymentId,
          code,
          // The caller went away before the response was out.
          aborted: res.writableFinished ? undefined : true,
        },
        'request',
      )
    })
    next()
  }
}
