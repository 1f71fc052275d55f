import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { explainRequest, listRefusals } from './explain-request.ts'

const s = initServer()

/** What became of requests that were refused or met a fault. */
export function createExplainRoutes(world: World) {
  return {
    refusals: s.route(controlContract.refusals, async () => ({
      status: 200,
      body: await listRefusals(world),
    })),
    explain: s.route(controlContract.explain, async ({ params: { request_id: id }, res }) => {
      const explained = await explainRequest(world, id)
      return explained.ok
        ? { status: 200, body: explained.explanation }
        : refuse(res, explained.refusal)
    }),
  }
}
