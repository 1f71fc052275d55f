import type { Explanation, Refusals } from '@aloha-pi/contracts/wire'
import type { World } from '../world/world.ts'
import { controlRefusal } from './control-refusal.ts'

/** Stands for the newest request that can be explained. */
const NEWEST = 'last'

/** Texts are loaded when somebody asks for the first time. */
const loadTexts = () => import('./explain/explain-entry.ts')

/** Requests that were refused or met a fault, newest first. */
export async function listRefusals(world: World): Promise<Refusals> {
  const { explainEntry } = await loadTexts()
  const refusals = world.refusals.list().map((entry) => {
    const { request_id, at, method, path, status, rule } = explainEntry(entry)
    return { request_id, at, method, path, status, rule }
  })
  return { refusals }
}

type Explained =
  | { ok: true; explanation: Explanation }
  | { ok: false; refusal: ReturnType<typeof controlRefusal<'request_not_found'>> }

/** What became of one of them. */
export async function explainRequest(world: World, id: string): Promise<Explained> {
  const { explainEntry } = await loadTexts()
  const entry = id === NEWEST ? world.refusals.list()[0] : world.refusals.find(id)
  const limit = String(world.limits.refusals)
  return entry == null
    ? { ok: false, refusal: controlRefusal('request_not_found', { id, limit }) }
    : { ok: true, explanation: explainEntry(entry) }
}
