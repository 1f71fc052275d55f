import type { PendingCall, U2aAction, U2aPayment, U2aStatus } from './u2a-payment.ts'

export type U2aClaim = { paymentId: string; clientId: string; call: PendingCall }
export type Begun = { payment: U2aPayment; operation: 'insert' | 'update' }
/** What Pi shows of a payment. */
export type U2aConfirmation = {
  paymentId: string
  status: U2aStatus
  /** No call of these kinds is pending any more. */
  settled: readonly U2aAction[]
  /** This call is pending no more. */
  call?: PendingCall
  txid?: string
  /** Whose call succeeded. */
  clientId?: string
}

/** Records of user-to-app payments. Every method is one SQL statement, which may serve several calls; times come from the database. */
export interface U2aPaymentStore {
  /** Only a payment that belongs to a client: one of its calls succeeded, or is open, or its outcome is unknown. */
  find(paymentId: string): Promise<U2aPayment | undefined>

  /**
   * Claims a payment that belongs to no one for the client, and notes that `call` is about to be sent, beside
   * those that are pending. Of clients that race for one payment the primary key lets one win; to the others
   * the response is undefined and the row stays as it is.
   */
  begin(claim: U2aClaim): Promise<Begun | undefined>

  /**
   * Pi confirmed: writes the status and the txid. `call` is pending no more, and neither is any call of the
   * `settled` kinds; all others stay. A status never moves back, and `completed` and `aborted` never
   * change. An unknown payment is a fault. `clientId`: whose call succeeded; the first such client owns the
   * payment, also if another one claimed it in between.
   */
  confirm(confirmation: U2aConfirmation): Promise<U2aPayment>

  /**
   * Pi refused this call for certain: only this one is no longer pending. When that leaves nothing pending, and nothing
   * succeeded before, the payment belongs to no one. An unknown payment is a fault.
   */
  refuse(paymentId: string, call: PendingCall): Promise<U2aPayment>
}
