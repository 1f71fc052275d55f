import type { RequestHandler } from 'express'
import { apiOfPath } from './api-of-path.ts'
import { chainProblem, sendProblem } from './chain-refusal.ts'
import { controlRefusal } from './control-refusal.ts'
import type { HostGuard } from './guard-host.ts'
import { REQUEST_ID_HEADER } from './mock-headers.ts'
import { platformRefusal } from './platform-refusal.ts'
import { sendRefusal } from './send-refusal.ts'

/** The first thing that happens to a request: it gets its id, and a foreign Host is turned away. */
export function greet(allowsHost: HostGuard, randomId: () => string): RequestHandler {
  return (req, res, next) => {
    res.setHeader(REQUEST_ID_HEADER, randomId())
    res.setHeader('x-content-type-options', 'nosniff')
    if (allowsHost(req.headers.host, req.path)) return next()
    const values = { host: JSON.stringify(req.headers.host ?? '') }
    switch (apiOfPath(req.path)) {
      case 'platform':
        return sendRefusal(res, platformRefusal('host_not_allowed', 'request/host', { values }))
      case 'control':
        return sendRefusal(res, controlRefusal('host_not_allowed', values))
      case 'chain':
        return sendProblem(res, chainProblem('forbidden', values))
    }
  }
}
