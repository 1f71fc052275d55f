import { domainToASCII } from 'node:url'
import type { Network } from '@aloha-pi/contracts/platform'

/** Where programs find the Platform API. */
export const PLATFORM_HOST = 'api.minepi.com'
/** Where Pi's script finds it in the Pi Browser, and older programs as well. */
export const BACKEND_HOST = 'socialchain.app'
/** Where they find the two blockchains. */
export const CHAIN_HOSTS = {
  'Pi Testnet': 'api.testnet.minepi.com',
  'Pi Network': 'api.mainnet.minepi.com',
} as const satisfies Record<Network, string>
/** Where they find the contracts of the Testnet. */
export const RPC_HOST = 'rpc.testnet.minepi.com'

/** Where pages load the browser SDK from. */
export const SDK_HOST = 'sdk.minepi.com'

/** Where Pi Sign-in begins. */
export const ACCOUNTS_HOST = 'accounts.pinet.com'

/** The hosts of APIs. */
export const PI_HOSTS = [
  PLATFORM_HOST,
  CHAIN_HOSTS['Pi Testnet'],
  CHAIN_HOSTS['Pi Network'],
  RPC_HOST,
  BACKEND_HOST,
] as const

/** All hosts that the mock serves, whichever way a request comes to it: redirection, TLS, proxy or browser. */
export const SERVED_HOSTS = [...PI_HOSTS, SDK_HOST, ACCOUNTS_HOST] as const

/** Every host of Pi is one of these or below it. */
export const PI_DOMAINS = ['minepi.com', 'pinet.com', BACKEND_HOST] as const

export type PiHost = (typeof PI_HOSTS)[number]

/** The host of Pi that a name means: case and the dot of a full name make no difference. */
export function piHost(name: string | undefined): PiHost | undefined {
  const plain = name?.toLowerCase().replace(/\.$/, '')
  return PI_HOSTS.find((host) => host === plain)
}

/**
 * The name in Pi's domains that a connection or a lookup of `name` would ask DNS for. DNS is asked in ASCII, so
 * full-width letters and other dots are the same name.
 */
export function nameAtPi(name: string | undefined): string | undefined {
  if (name == null) return undefined
  return [domainToASCII(name), name]
    .map((each) => each.toLowerCase().trim().replace(/\.+$/, ''))
    .find((plain) => PI_DOMAINS.some((domain) => plain === domain || plain.endsWith(`.${domain}`)))
}

/** Whether the mock serves a name that is written as `nameAtPi` returns it. */
export function isServedHost(name: string): boolean {
  return SERVED_HOSTS.some((host) => host === name)
}

/** For sentences. */
export const SERVED_HOSTS_IN_WORDS = new Intl.ListFormat('en-GB').format(SERVED_HOSTS)
export const PI_DOMAINS_IN_WORDS = new Intl.ListFormat('en-GB').format(PI_DOMAINS)
