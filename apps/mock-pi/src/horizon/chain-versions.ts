import type { Settings } from '@aloha-pi/contracts/wire'

/** What Pi's chain reported or ran in a month. */
export type ChainVersions = {
  horizon_version: string
  core_version: string
  protocol: number
}

/**
 * December 2025 is what Mainnet reported. May 2026 is what Pi's node software is made of, and the protocol that both
 * networks reached in that month; the words around the numbers of its versions are assumed.
 */
export const CHAIN_VERSIONS: Record<Settings['chain'], ChainVersions> = {
  '2025-12': {
    horizon_version: '2.23.1-6def2295c2e739883f028b5098c30d82969a94a5',
    core_version: 'stellar-core 19.6.0',
    protocol: 19,
  },
  '2026-05': {
    horizon_version: '23.0.0',
    core_version: 'stellar-core 23.0.1',
    protocol: 23,
  },
}
