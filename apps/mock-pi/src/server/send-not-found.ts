import type { Request, Response } from 'express'
import { controlRefusal } from '../control/control-refusal.ts'
import { chainProblem, sendProblem } from '../horizon/chain-refusal.ts'
import { refuseNotSimulated } from '../horizon/not-simulated.ts'
import { apiOfPath, type Api } from '../http/api-of-path.ts'
import { piHost } from '../http/pi-hosts.ts'
import { sendRefusal, type Refusal } from '../http/send-refusal.ts'
import { nearOperations } from '../journal/near-operations.ts'
import { adviseOnPath } from '../platform/invented-endpoints.ts'
import { platformRefusal } from '../platform/platform-refusal.ts'
import { walletRefusal } from '../wallet-edge/wallet-refusal.ts'

/** What no route took: 404 in the shape of the API that the path belongs to. */
export function sendNotFound(req: Request, res: Response) {
  const { method, path } = req
  // Horizon's host responds in Horizon's shape, for any path.
  const isMeantForPlatform = adviseOnPath(path) != null && !isHostOfPi(req)
  switch (isMeantForPlatform ? 'platform' : apiOfPath(path)) {
    case 'platform':
      return sendRefusal(res, refuseEndpoint(method, path))
    case 'control':
      return sendRefusal(res, nameNear(controlRefusal('not_found', { method, path }), req))
    case 'wallet':
      return sendRefusal(res, nameNear(walletRefusal('not_found', { method, path }), req))
    case 'chain':
      return sendProblem(res, refuseNotSimulated(path) ?? chainNotFound(req))
  }
}

/** What a route takes with other methods only: 405; `Allow` is set already. */
export function sendMethodNotAllowed(req: Request, res: Response, allow: string) {
  const values = { method: req.method, path: req.path, allow }
  switch (apiOfPath(req.path)) {
    case 'platform':
      return sendRefusal(
        res,
        platformRefusal('method_not_allowed', 'request/method_not_allowed', { values }),
      )
    case 'control':
      return sendRefusal(res, controlRefusal('method_not_allowed', values))
    case 'wallet':
      return sendRefusal(res, walletRefusal('method_not_allowed', values))
    case 'chain': {
      const problem = chainProblem('method_not_allowed', { values })
      const advice = adviseOnPath(req.path)
      if (advice != null) problem.body.detail += ` ${advice.instead}`
      return sendProblem(res, problem)
    }
  }
}

/** Whether a redirected program asks, which keeps the name of Pi's host. */
export function isHostOfPi({ headers }: Pick<Request, 'headers'>): boolean {
  return piHost(headers.host?.replace(/:\d*$/, '')) != null
}

/** For the Platform API: what is not there, and what was perhaps meant. */
export function refuseEndpoint(method: string, path: string): Refusal {
  const advice = adviseOnPath(path)
  const refusal = platformRefusal('not_found', advice?.rule ?? 'request/not_found', {
    values: { method, path },
  })
  if (advice != null) refusal.body.error_message += ` ${advice.instead}`
  else refusal.body.error_message += similarTo('platform', method, path)
  return refusal
}

/** The 404 of an own API, with the operations that were perhaps meant. */
function nameNear<Each extends { body: { error_message: string } }>(
  refusal: Each,
  { method, path }: Request,
): Each {
  const similar = similarTo(apiOfPath(path), method, path)
  if (similar !== '') refusal.body.error_message += `.${similar}`
  return refusal
}

/** As Horizon says it, to programs that call Pi's host; the mock's own names also show what was perhaps meant. */
function chainNotFound(req: Request) {
  const problem = chainProblem('not_found')
  if (!isHostOfPi(req)) problem.body.detail += similarTo('chain', req.method, req.path)
  return problem
}

function similarTo(api: Api, method: string, path: string): string {
  const near = nearOperations(api, method, path)
  return near.length === 0 ? '' : ` Similar: ${near.join(', ')}.`
}
