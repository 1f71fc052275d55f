import { createPiClient } from '@aloha-pi/client'
import type { Config } from '../config/config.ts'
import type { PiChain, PiPlatform } from '../payouts/model/ports.ts'
import { checkNetwork, type NetworkVerdict } from '../upstream/check-network.ts'
import { createPiPlatform } from '../upstream/client-pi-platform.ts'
import { fetchOpenPayments } from '../upstream/fetch-open-payments.ts'
import { createPiChain } from '../upstream/fetch-pi-chain.ts'
import { createUpstreamFetch } from '../upstream/upstream-fetch.ts'

/** Pi and Horizon for one command: nothing is counted, and nothing is written there. */
export type CommandPorts = {
  pi: Pick<PiPlatform, 'incomplete'>
  chain(wallet: string): Pick<PiChain, 'account' | 'ledger' | 'transaction' | 'walletTransactions'>
  checkNetwork(): Promise<NetworkVerdict>
  close(): Promise<void>
}

const SOCKETS = 4

export function openPorts({ upstream }: Pick<Config, 'upstream'>): CommandPorts {
  const { apiUrl, apiKey, timeoutMs, horizonUrl, network } = upstream
  const { fetch, close } = createUpstreamFetch({ timeoutMs, sockets: SOCKETS })
  const quiet = { clock: () => performance.now(), observe: () => undefined }
  return {
    pi: createPiPlatform({
      ...quiet,
      client: createPiClient({ apiKey, baseUrl: apiUrl, fetch, timeoutMs, retries: 0 }),
      fetchOpen: () => fetchOpenPayments({ fetch, apiUrl, apiKey, timeoutMs }),
    }),
    chain: (wallet) => createPiChain({ ...quiet, horizonUrl, wallet, fetch, timeoutMs }),
    checkNetwork: () => checkNetwork(fetch, { horizonUrl, network, timeoutMs }),
    close,
  }
}
