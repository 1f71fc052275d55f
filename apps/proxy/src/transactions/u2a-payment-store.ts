import type { PendingCall, U2aAction, U2aPayment, U2aStatus } from './u2a-payment.ts'

/** Records of user-to-app payments. Every method is one SQL statement; times come from the database. */
export interface U2aPaymentStore {
  find(paymentId: string): Promise<U2aPayment | undefined>

  /**
   * Claims an unknown payment for the client and notes that `call` is about to be sent, beside those that are pending. Of clients that
   * race for one payment the primary key lets one win; to the others the answer is undefined and the row
   * stays as it is.
   */
  begin(claim: {
    paymentId: string
    clientId: string
    call: PendingCall
  }): Promise<{ payment: U2aPayment; operation: 'insert' | 'update' } | undefined>

  /**
   * Pi confirmed: writes the status and the txid. `call` is pending no more, and neither is any call of the
   * `settled` kinds; all others stay. A status never moves back, and `completed` and `aborted` never
   * change. An unknown payment is a fault.
   */
  confirm(outcome: {
    paymentId: string
    status: U2aStatus
    settled: readonly U2aAction[]
    call?: PendingCall
    txid?: string
  }): Promise<U2aPayment>

  /** Pi refused this call for certain: it alone is pending no more. An unknown payment is a fault. */
  refuse(paymentId: string, call: PendingCall): Promise<U2aPayment>
}
