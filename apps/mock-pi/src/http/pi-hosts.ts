import type { Network } from '@aloha-pi/contracts/platform'

/** Where programs find the Platform API. */
export const PLATFORM_HOST = 'api.minepi.com'
/** Where they find the two blockchains. */
export const CHAIN_HOSTS = {
  'Pi Testnet': 'api.testnet.minepi.com',
  'Pi Network': 'api.mainnet.minepi.com',
} as const satisfies Record<Network, string>

export const PI_HOSTS = [
  PLATFORM_HOST,
  CHAIN_HOSTS['Pi Testnet'],
  CHAIN_HOSTS['Pi Network'],
] as const

export type PiHost = (typeof PI_HOSTS)[number]

/** The host of Pi that a name means: case and the dot of a full name make no difference. */
export function piHost(name: string | undefined): PiHost | undefined {
  const plain = name?.toLowerCase().replace(/\.$/, '')
  return PI_HOSTS.find((host) => host === plain)
}

/** For sentences. */
export const PI_HOSTS_IN_WORDS = new Intl.ListFormat('en-GB').format(PI_HOSTS)
