import { chainRootSchema } from '@aloha-pi/contracts/chain'
import * as z from 'zod'
import { fetchText } from './fetch-text.ts'
import { parseJson } from './parse-json.ts'

/** `unknown`: Horizon does not say. */
export type NetworkVerdict = 'same' | 'other' | 'unknown'

const MAX_BYTES = 65_536
/** Any name, so that an unknown network is distinguished from a response without one. */
const rootSchema = chainRootSchema.pick({ network_passphrase: true }).extend({
  network_passphrase: z.string(),
})

/** Asks Horizon for its network (P25): a signature for another one would be worth nothing, or too much. */
export async function checkNetwork(
  fetch: typeof globalThis.fetch,
  options: { horizonUrl: string; network: string; timeoutMs: number },
): Promise<NetworkVerdict> {
  const { horizonUrl, network, timeoutMs } = options
  const response = await fetchText(fetch, {
    url: `${horizonUrl}/`,
    init: { headers: { accept: 'application/hal+json' } },
    timeoutMs,
    maxBytes: MAX_BYTES,
  })
  if (response.kind === 'lost' || response.status !== 200) return 'unknown'
  const root = rootSchema.safeParse(parseJson(response.text))
  if (!root.success) return 'unknown'
  return root.data.network_passphrase === network ? 'same' : 'other'
}
