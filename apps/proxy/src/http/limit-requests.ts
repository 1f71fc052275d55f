import { addressCaller } from '@aloha-pi/express-server'
import type { NextFunction, Request, Response } from 'express'
import type { RateLimit } from './rate-limit.ts'
import { refusal } from './refusal.ts'
import { sendRefusal } from './send-refusal.ts'
import { UnavailableError } from '../telemetry/unavailable-error.ts'

/** Before anything else is done for a request: so many for each address. */
export function limitAddresses(limit: RateLimit) {
  return (req: Request, res: Response, next: NextFunction) =>
    count(limit, addressOf(req), res, next)
}

/** After authentication: so many for each key, and for each address that shows none. */
export function limitCallers(limits: { perKey: RateLimit; anonymous: RateLimit }) {
  return (req: Request, res: Response, next: NextFunction) => {
    const { client } = res.locals
    return client == null
      ? count(limits.anonymous, addressOf(req), res, next)
      : count(limits.perKey, client.keyId, res, next)
  }
}

/** Behind proxies that TRUST_PROXY counts, express takes the address from X-Forwarded-For. */
function addressOf(req: Request): string {
  return addressCaller(req.ip ?? '')
}

/** Fail closed: if the limiter fails, refuse the request. */
async function count(limit: RateLimit, caller: string, res: Response, next: NextFunction) {
  const verdict = await limit(caller).catch((cause: unknown) => {
    throw new UnavailableError('The rate limiter failed', { cause })
  })
  if (verdict.ok) return next()
  const { retryAfterSeconds } = verdict
  const values = { seconds: String(retryAfterSeconds) }
  sendRefusal(res, refusal('rate_limited', values, { retryAfterSeconds }))
}
