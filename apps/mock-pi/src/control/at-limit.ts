import { controlRefusal } from './control-refusal.ts'

/** The world is full of them. */
export function atLimit(
  what:
    | 'apps'
    | 'users'
    | 'accounts'
    | 'grants'
    | 'ledgers'
    | 'assets of an account'
    | 'characters of payments'
    | 'reports of a payment',
  limit: number,
) {
  return controlRefusal('limit_reached', { what, limit: String(limit) })
}
