import type { Network, VerificationError } from '@aloha-pi/contracts/wire'

/** `replaced` and `expired` are cancellations by Pi. */
export type UserPaymentState =
  | 'created'
  | 'approved'
  | 'paid'
  | 'completed'
  | 'cancelled'
  | 'cancelled_by_user'
  | 'expired'
  | 'replaced'

/** A `linked` payment is open forever: it has a transaction that does not match. */
export type AppPaymentState = 'approved' | 'linked' | 'completed' | 'cancelled'

export type PaymentState = UserPaymentState | AppPaymentState

/** Why a command is refused. */
export type PaymentRefusal =
  | 'already_approved'
  | 'already_completed'
  | 'already_paid'
  | 'app_to_user'
  | 'cancelled'
  | 'cancelled_by_user'
  | 'expired'
  | 'replaced'
  | 'not_approved'
  | 'not_due'
  | 'not_settled'
  | 'not_verified'
  | 'pending'
  | 'tx_present'
  | 'txid_mismatch'
  | 'underfunded'
  | VerificationError

/** What is agreed when a payment begins. `amount` is in stroops, times in ms. */
export type PaymentTerms = {
  id: string
  appId: string
  username: string
  uid: string
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
  toAddress: string
  network: Network
}

type Progress = PaymentTerms & {
  createdAt: number
  fromAddress: string | null
  txid: string | null
  /** Every state that the payment entered, oldest first. */
  timeline: readonly { at: number; event: PaymentState }[]
}

/** What a page reported of the payment. `after`: how many states the payment had entered by then. */
export type PaymentReport = { at: number; event: `sdk ${string}`; after: number }

/** A payment that a user begins in the browser. */
export type UserPayment = Progress & {
  direction: 'user_to_app'
  state: UserPaymentState
  /** From this instant on an approval comes too late. */
  approveBy: number
  /** Oldest first. */
  reports: readonly PaymentReport[]
}

/** A payment that an app's server begins; it is approved from the start. */
export type AppPayment = Progress & {
  direction: 'app_to_user'
  state: AppPaymentState
  fromAddress: string
}

export type PaymentRecord = UserPayment | AppPayment

/** The payment after a command. A refused command can change it too: it may just have expired, or been linked. */
export type Decision<Kind extends PaymentRecord = PaymentRecord> =
  | { ok: true; payment: Kind }
  | { ok: false; refusal: PaymentRefusal; payment: Kind }

/** The payment in its next state. */
export function enter<Kind extends PaymentRecord>(
  payment: Kind,
  state: Kind['state'],
  at: number,
): Kind {
  return { ...payment, state, timeline: [...payment.timeline, { at, event: state }] }
}

const OPEN: ReadonlySet<PaymentState> = new Set(['created', 'approved', 'paid', 'linked'])

/** True until the payment is completed or cancelled by anybody. */
export function isOpen({ state }: PaymentRecord): boolean {
  return OPEN.has(state)
}
