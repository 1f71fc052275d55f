import type { WalletErrorCode } from '../wallet/errors.ts'
import type { walletContract } from '../wallet/wallet-contract.ts'
import type { Evidence, OperationName } from './evidence.ts'
import { sources } from './sources.ts'

/** Defined here: there is nothing at Pi to compare it with. */
const own: Evidence = { level: 'documented', source: sources.mock }

export const walletOperationEvidence: Record<OperationName<typeof walletContract>, Evidence> = {
  state: own,
  clock: own,
  users: own,
  createUser: own,
  signIn: own,
  payment: own,
  payPayment: own,
  cancelPayment: own,
  report: own,
}

export const walletErrorEvidence: Record<WalletErrorCode, Evidence> = {
  invalid_request: { ...own, note: 'Also 417: an `Expect` other than `100-continue`.' },
  origin_not_allowed: own,
  host_not_allowed: own,
  app_not_found: own,
  user_not_found: own,
  payment_not_found: own,
  not_found: own,
  method_not_allowed: own,
  already_exists: own,
  limit_reached: own,
  payment_refused: own,
  request_too_large: own,
  unsupported_media_type: own,
  too_many_waiting: own,
  internal_error: own,
}
