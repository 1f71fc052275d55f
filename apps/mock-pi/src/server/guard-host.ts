import type { Network } from '@aloha-pi/contracts/platform'
import { apiOfPath, SDK_SCRIPT_PATH } from '../http/api-of-path.ts'
import {
  ACCOUNTS_HOST,
  BACKEND_HOST,
  CHAIN_HOSTS,
  piHost,
  PLATFORM_HOST,
  RPC_HOST,
  SDK_HOST,
} from '../http/pi-hosts.ts'

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']
/**
 * `horizon-only`: the name is a blockchain host of Pi's, which has no Platform API; `platform-only` is the other
 * way round. `other-network`: it is that of the network that this mock is not. `rpc`: it is that of contracts.
 */
export type HostVerdict =
  | 'allowed'
  | 'foreign'
  | 'horizon-only'
  | 'platform-only'
  | 'other-network'
  | 'rpc'

export type HostGuard = (host: string, path: string) => HostVerdict

/**
 * Decides which names the mock serves: a web page can make its own name lead to 127.0.0.1, but it
 * cannot change the Host header.
 */
export function createHostGuard(configured: readonly string[], network: Network): HostGuard {
  const local = new Set([...LOCAL_HOSTS, ...configured.map((name) => name.toLowerCase())])
  return (host, path) => {
    const name = withoutPort(host)
    // Nearly every request ends here.
    if (local.has(name)) return 'allowed'
    return local.has(name.toLowerCase()) ? 'allowed' : judgeForeign(name, path, network)
  }
}

/** An SDK that is redirected to the mock keeps the name of Pi's host. */
function judgeForeign(name: string, path: string, network: Network): HostVerdict {
  const plain = name.toLowerCase()
  if (plain === SDK_HOST) return isForPages(path) ? 'allowed' : 'foreign'
  if (plain === ACCOUNTS_HOST) return /^\/oauth(\/|$)/.test(path) ? 'allowed' : 'foreign'
  const host = piHost(name)
  if (host == null || isPrivate(path)) return 'foreign'
  if (host === RPC_HOST) return 'rpc'
  const isPlatform = apiOfPath(path) === 'platform'
  if (host === PLATFORM_HOST || host === BACKEND_HOST) {
    return isPlatform ? 'allowed' : 'platform-only'
  }
  if (isPlatform) return 'horizon-only'
  return host === CHAIN_HOSTS[network] ? 'allowed' : 'other-network'
}

/** Anything but digits after the colon is not a port, and stays a part of the name. */
function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '')
}

/** What the browser SDK asks the host that it came from. */
function isForPages(path: string): boolean {
  return path === SDK_SCRIPT_PATH || /^\/(v2|_wallet)(\/|$)/.test(path)
}

/** The mock's own pages and controls, which no redirected SDK asks for. */
function isPrivate(path: string): boolean {
  return /^\/(_mock|_wallet|docs|dashboard|oauth|host)([/.]|$)/.test(path)
}
