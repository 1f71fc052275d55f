import { isIP } from 'node:net'
import type { NextFunction, Request, Response } from 'express'
import { refusal } from './refusal.ts'
import { sendRefusal } from './send-refusal.ts'

/** HTTP/1.1 requires it. Node would send an empty 400, so it is configured to leave this to us. */
export function requireHost(req: Request, res: Response, next: NextFunction) {
  if (req.headers.host != null || req.httpVersion === '1.0') return next()
  res.setHeader('connection', 'close')
  sendRefusal(res, refusal('invalid_request', { field: 'Host', rule: 'is required' }))
}

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]']

/** The hosts that a proxy in front of a mock serves. */
export type LocalHosts = {
  /** As text for a refusal. */
  names: string
  includes(host: string): boolean
}

/**
 * For a proxy that accepts the development key, which everybody knows: a web page can make its own name lead to this
 * machine, but it cannot change the Host header. `bound` are the addresses that a server listens on.
 */
export function localHosts(bound: readonly string[]): LocalHosts {
  const names = new Set([...LOCAL_NAMES, ...bound.map(asHostname)])
  // Bound to all addresses, any address is ours; a name never is.
  const isWildcard = bound.some((host) => host === '0.0.0.0' || host === '::')
  return {
    names: [...names].join(', '),
    includes(host) {
      const name = host.toLowerCase().replace(/:\d*$/, '')
      return names.has(name) || (isWildcard && isAddress(name))
    },
  }
}

/** Serves only the hosts of `localHosts`. */
export function requireLocalHost(bound: readonly string[]) {
  const hosts = localHosts(bound)
  return (req: Request, res: Response, next: NextFunction) => {
    const { host } = req.headers
    if (host == null || hosts.includes(host)) return next()
    sendRefusal(res, refusal('host_not_allowed', { hosts: hosts.names }))
  }
}

function asHostname(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
}
