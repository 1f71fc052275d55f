import type { Network } from '@aloha-pi/contracts/platform'
import { apiOfPath } from './api-of-path.ts'

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']
/** Pi's own host names: an SDK that is redirected to the mock keeps them in its Host header. */
const PLATFORM_HOST = 'api.minepi.com'
const HORIZON_HOSTS = new Map<string, Network>([
  ['api.testnet.minepi.com', 'Pi Testnet'],
  ['api.mainnet.minepi.com', 'Pi Network'],
])

/**
 * `horizon-only`: the name is a blockchain host of Pi's, which has no Platform API. `other-network`: it is that
 * of the network that this mock is not.
 */
export type HostVerdict = 'allowed' | 'foreign' | 'horizon-only' | 'other-network'

export type HostGuard = (host: string, path: string) => HostVerdict

/**
 * Decides which names the mock answers to: a web page can make its own name lead to 127.0.0.1, but it
 * cannot change the Host header.
 */
export function createHostGuard(configured: readonly string[], network: Network): HostGuard {
  const local = new Set([...LOCAL_HOSTS, ...configured.map((name) => name.toLowerCase())])
  return (host, path) => {
    const name = withoutPort(host)
    // Nearly every request ends here.
    if (local.has(name)) return 'allowed'
    const lower = name.toLowerCase()
    return local.has(lower) ? 'allowed' : judgeForeign(lower, path, network)
  }
}

function judgeForeign(name: string, path: string, network: Network): HostVerdict {
  if (isPrivate(path)) return 'foreign'
  if (name === PLATFORM_HOST) return 'allowed'
  const itsNetwork = HORIZON_HOSTS.get(name)
  if (itsNetwork == null) return 'foreign'
  if (apiOfPath(path) === 'platform') return 'horizon-only'
  return itsNetwork === network ? 'allowed' : 'other-network'
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':')
  // The colons of an IPv6 address stand inside brackets.
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host
}

/** The mock's own pages and controls, which no redirected SDK asks for. */
function isPrivate(path: string): boolean {
  return /^\/(_mock|docs|dashboard)(\/|$)/.test(path)
}
