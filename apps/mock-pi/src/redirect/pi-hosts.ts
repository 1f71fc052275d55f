/** The Platform API and the two blockchains, as programs name them. */
export const PI_HOSTS = [
  'api.minepi.com',
  'api.testnet.minepi.com',
  'api.mainnet.minepi.com',
] as const

export type PiHost = (typeof PI_HOSTS)[number]

/** The host of Pi that a name means: case and the dot of a full name make no difference. */
export function piHost(name: string | undefined): PiHost | undefined {
  const plain = name?.toLowerCase().replace(/\.$/, '')
  return PI_HOSTS.find((host) => host === plain)
}

/** For sentences. */
export const PI_HOSTS_IN_WORDS = new Intl.ListFormat('en-GB').format(PI_HOSTS)
