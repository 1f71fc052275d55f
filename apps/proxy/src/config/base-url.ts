import { BlockList, isIP, isIPv4 } from 'node:net'
import * as z from 'zod'

const API_PATHS = new Set(['/', '/v2', '/v2/', '/v1/transaction', '/v1/transaction/'])

/**
 * An origin; the path of an API at its end is accepted and removed. Plain http is for loopback and the host of a mock
 * that was named.
 */
export const baseUrl = (mockHost?: string) =>
  z.string().transform((text, ctx) => {
    const refuse = (rule: string) => {
      ctx.addIssue(rule)
      return z.NEVER
    }
    const url = URL.parse(text)
    if (url == null || !/^https?:$/.test(url.protocol)) {
      return refuse('must be a URL like https://api.minepi.com')
    }
    if (url.username !== '' || url.password !== '') {
      return refuse('must not carry a user name or password')
    }
    if (url.search !== '' || url.hash !== '' || !API_PATHS.has(url.pathname)) {
      return refuse('must be an origin like https://api.minepi.com: no path, query or fragment')
    }
    if (url.protocol === 'http:' && !isLocalHost(url.hostname, mockHost)) {
      return refuse('must use https: plain http is only for loopback addresses')
    }
    return url.origin
  })

/** Whether a mock may be there: on this machine, or at the host that MOCK_HOST names. */
export function isLocalHost(hostname: string, mockHost: string | undefined): boolean {
  return isLoopback(hostname) || (mockHost != null && hostname === mockHost)
}

/** `hostname` as URL writes it: IPv6 addresses are in brackets. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true
  return isIPv4(hostname) && hostname.startsWith('127.')
}

const loopbackAddresses = new BlockList()
loopbackAddresses.addSubnet('127.0.0.0', 8)
loopbackAddresses.addAddress('::1', 'ipv6')

/** Whether only this machine reaches an address that is bound. */
export function isLoopbackAddress(address: string): boolean {
  return loopbackAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
