import { hash } from 'node:crypto'
import type { Network } from '@aloha-pi/contracts/platform'

const networkIds = {
  'Pi Network': networkId('Pi Network'),
  'Pi Testnet': networkId('Pi Testnet'),
} satisfies Record<Network, Buffer>

/**
 * Hash of a transaction on a network: what signatures sign. `signed` is the envelope without its signatures,
 * so that its leading envelope type is the tag that the hash covers.
 */
export function hashOnNetwork(network: Network, signed: Buffer): Buffer {
  return hash('sha256', Buffer.concat([networkIds[network], signed]), 'buffer')
}

function networkId(passphrase: string): Buffer {
  return hash('sha256', passphrase, 'buffer')
}
