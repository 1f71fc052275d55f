import { controlRefusal } from './control-refusal.ts'

/** The world is full of them. */
export function atLimit(
  what: 'apps' | 'users' | 'accounts' | 'grants' | 'ledgers' | 'assets of an account',
  limit: number,
) {
  return controlRefusal('limit_reached', { what, limit: String(limit) })
}
