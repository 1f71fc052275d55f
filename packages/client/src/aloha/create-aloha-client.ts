import type { AlohaClient, AlohaClientOptions } from './aloha-client.ts'
import { readConfig } from '../options/client-config.ts'
import { createA2u } from './create-a2u.ts'
import { createU2a } from './create-u2a.ts'
import { createCallOpener } from '../retry/open-call.ts'
import { createPrepare } from '../request/prepare-request.ts'
import { readAlohaRefusal } from '../request/read-refusal.ts'

/** Above the 20 s for which the proxy holds the response to a payout that is in progress. */
const api = { pathPrefix: '/v1/transaction', timeoutMs: 30_000 }
const schemes = { 'api-key': 'Bearer', optional: 'Bearer' } as const

/** A client of the aloha-pi API. */
export function createAlohaClient(options: AlohaClientOptions): AlohaClient {
  const config = readConfig(options, api)
  const prepare = createPrepare(config, schemes)
  const openCall = createCallOpener(config, readAlohaRefusal)
  return { u2a: createU2a(prepare, openCall), a2u: createA2u(prepare, openCall, config.sleep) }
}
