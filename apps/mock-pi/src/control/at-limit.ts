import { controlRefusal } from './control-refusal.ts'

type Limited =
  | 'apps'
  | 'users'
  | 'accounts'
  | 'grants'
  | 'ledgers'
  | 'assets of an account'
  | 'trustlines and signers'
  | 'characters of payments'
  | 'reports of a payment'
  | 'faults'

/** The world is full of them. */
export function atLimit(what: Limited, limit: number) {
  return controlRefusal('limit_reached', { what, limit: String(limit) })
}
