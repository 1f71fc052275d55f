import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Counts one request of a caller. A limiter that cannot count throws: the request is then not served. */
export type RateLimit = (
  caller: string,
) => Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>

/** So many requests a minute for each caller, counted in this process. */
export function createRateLimit(perMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return async (caller) => {
    try {
      await limiter.consume(caller)
      return { ok: true }
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection
      return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1000)) }
    }
  }
}
