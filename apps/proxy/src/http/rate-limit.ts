import { isIPv6 } from 'node:net'
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

/** Who an address counts as: of IPv6 the /64 that one customer has. */
export function addressCaller(address: string): string {
  const [mapped] = /(?<=^::ffff:)\d+\.\d+\.\d+\.\d+$/i.exec(address) ?? []
  if (mapped != null) return mapped
  return isIPv6(address) ? `${network64(address)}::/64` : address
}

function network64(address: string): string {
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::')
  const before = groups(head)
  const zeros = Array.from({ length: 8 - before.length - groups(tail).length }, () => '0')
  return [...before, ...zeros, ...groups(tail)]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

function groups(part: string): string[] {
  return part === '' ? [] : part.split(':')
}
