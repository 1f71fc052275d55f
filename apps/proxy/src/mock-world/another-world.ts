import { refusal } from '../http/refusal.ts'

/** No call helps before an operator acts. */
const ANOTHER_WORLD_SECONDS = 60

/** Nothing is served while the database belongs to another world of the mock. */
export function anotherWorld(note: string) {
  const rest = { note, retryAfterSeconds: ANOTHER_WORLD_SECONDS }
  return { ok: false as const, refusal: refusal('unavailable', {}, rest) }
}
