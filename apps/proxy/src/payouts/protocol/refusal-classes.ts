/**
 * What Pi's refusal means for a payout.
 * - `final`: this user cannot be paid. The payout ends.
 * - `for_now`: another try may pass. This payout waits, others go on.
 * - `app`: the key, the app or the wallet is refused. Every caller gets the same, so all wait and none fails.
 * - `blocked`: an open payment blocks it.
 * - `read`: the payment itself says what it means.
 * - `closed`: Pi has cancelled the payment.
 * - `lag`: Pi has not seen the transaction yet.
 */
export type RefusalClass = 'final' | 'for_now' | 'app' | 'blocked' | 'read' | 'closed' | 'lag'

/** The calls of a payout that Pi can refuse. */
export type RefusableCall = 'create' | 'list' | 'get' | 'complete' | 'cancel'

type Codes = Readonly<Record<string, RefusalClass>>

/** Of every call. */
const common: Codes = {
  invalid_authorization: 'app',
  unauthorized: 'app',
  forbidden: 'app',
  feature_not_available: 'app',
  not_found: 'app',
  method_not_allowed: 'app',
  host_not_allowed: 'app',
  maintenance: 'app',
  unknown_error: 'for_now',
}

const ofCreate: Codes = {
  user_not_found: 'final',
  missing_scope: 'final',
  // The user's: the wallet of the app is `from_address` of what Pi creates.
  missing_wallet: 'final',
  invalid_address: 'final',
  invalid_amount: 'final',
  invalid_arguments: 'final',
  invalid_metadata: 'final',
  altered_amount: 'final',
  missing_param: 'final',
  ongoing_payment_found: 'blocked',
  too_many_payments: 'for_now',
  too_many_cancelled_payments: 'for_now',
}

const ofComplete: Codes = {
  cancelled_payment: 'closed',
  already_completed: 'read',
  txid_mismatch: 'read',
  not_verified: 'lag',
  // Our own payment that Pi says is not ours: others are not concerned.
  forbidden: 'for_now',
}

const ofCancel: Codes = {
  cancelled_payment: 'closed',
  payment_tx_present: 'read',
  already_completed: 'read',
  forbidden: 'for_now',
}

const classes: Record<RefusableCall, Codes> = {
  create: { ...common, ...ofCreate },
  list: common,
  get: { ...common, forbidden: 'for_now' },
  complete: { ...common, ...ofComplete },
  cancel: { ...common, ...ofCancel },
}

/** Of a code that is not in the table the status decides; it never is `final`. */
export function refusalClass(
  call: RefusableCall,
  { code, status }: { code: string; status: number },
): RefusalClass {
  const known = Object.hasOwn(classes[call], code) ? classes[call][code] : undefined
  if (known != null) return known
  return status === 401 || status === 403 ? 'app' : 'for_now'
}
