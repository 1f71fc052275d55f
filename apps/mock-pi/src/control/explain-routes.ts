import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { controlRefusal } from './control-refusal.ts'

const s = initServer()

/** Stands for the newest request that can be explained. */
const NEWEST = 'last'

/** Texts are loaded when somebody asks for the first time. */
const loadTexts = () => import('./explain/explain-entry.ts')

/** What became of requests that were refused or met a fault. */
export function createExplainRoutes(world: World) {
  return {
    refusals: s.route(controlContract.refusals, async () => {
      const { explainEntry } = await loadTexts()
      const refusals = world.refusals.list().map((entry) => {
        const { request_id, at, method, path, status, rule } = explainEntry(entry)
        return { request_id, at, method, path, status, rule }
      })
      return { status: 200, body: { refusals } }
    }),
    explain: s.route(controlContract.explain, async ({ params: { request_id: id }, res }) => {
      const { explainEntry } = await loadTexts()
      const entry = id === NEWEST ? world.refusals.list()[0] : world.refusals.find(id)
      const limit = String(world.limits.refusals)
      return entry == null
        ? refuse(res, controlRefusal('request_not_found', { id, limit }))
        : { status: 200, body: explainEntry(entry) }
    }),
  }
}
