import { CHAIN_HOSTS, PLATFORM_HOST } from './pi-hosts.ts'

/** Hosts that programs in public repositories invent, and where to go instead. */
const rows: { hosts: readonly string[]; instead: string }[] = [
  {
    hosts: ['sandbox-api.minepi.com', 'api.sandbox.minepi.com'],
    instead: `The Platform API is only at ${PLATFORM_HOST}: the API key decides the network.`,
  },
  {
    hosts: [
      'rpc.minepi.com',
      'rpc2.testnet.minepi.com',
      'soroban-rpc.testnet.minepi.com',
      'soroban-rpc.mainnet.minepi.com',
    ],
    instead:
      'Contracts are called at rpc.testnet.minepi.com. Payments need no contract: use Horizon.',
  },
  {
    hosts: ['pidex.testnet.minepi.com'],
    instead: `Offers and pools are on the blockchain: ${CHAIN_HOSTS['Pi Testnet']}.`,
  },
]

/** The advice for a host that Pi does not have. */
export function adviseOnHost(host: string): string | undefined {
  const name = host.toLowerCase().replace(/\.?(:\d*)?$/, '')
  const found = rows.find(({ hosts }) => hosts.includes(name))
  return found && `Pi has no host ${name}. ${found.instead}`
}
