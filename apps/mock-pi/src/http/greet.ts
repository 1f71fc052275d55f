import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Request, RequestHandler, Response } from 'express'
import { apiOfPath } from './api-of-path.ts'
import { chainProblem, sendProblem } from './chain-refusal.ts'
import { controlRefusal } from './control-refusal.ts'
import type { HostGuard } from './guard-host.ts'
import { platformRefusal } from './platform-refusal.ts'
import { sendRefusal } from './send-refusal.ts'

/** The first thing that happens to a request: it gets its id, and a foreign Host or none is turned away. */
export function greet(judgeHost: HostGuard, randomId: () => string): RequestHandler {
  return (req, res, next) => {
    res.setHeader(REQUEST_ID_HEADER, randomId())
    res.setHeader('x-content-type-options', 'nosniff')
    if (req.headers.host == null) return refuseWithoutHost(req, res)
    switch (judgeHost(req.headers.host, req.path)) {
      case 'allowed':
        return next()
      case 'foreign':
        return refuseHost(req, res)
      case 'horizon-only':
        return sendProblem(res, {
          ...chainProblem('not_found'),
          rule: 'invented/platform_at_horizon',
        })
    }
  }
}

/** HTTP/1.1 requires one; without it, links would lead nowhere. */
function refuseWithoutHost({ path }: Request, res: Response) {
  switch (apiOfPath(path)) {
    case 'platform': {
      const values = { reason: 'The request has no Host header.' }
      return sendRefusal(res, platformRefusal('invalid_request', 'request/no_host', { values }))
    }
    case 'control':
      return sendRefusal(
        res,
        controlRefusal('invalid_request', { field: 'Host header', rule: 'is required' }),
      )
    case 'chain':
      return sendProblem(res, chainProblem('bad_request'))
  }
}

function refuseHost({ path, headers: { host = '' } }: Request, res: Response) {
  const values = { host: JSON.stringify(host) }
  switch (apiOfPath(path)) {
    case 'platform':
      return sendRefusal(res, platformRefusal('host_not_allowed', 'request/host', { values }))
    case 'control':
      return sendRefusal(res, controlRefusal('host_not_allowed', values))
    case 'chain':
      return sendProblem(res, chainProblem('forbidden', values))
  }
}
