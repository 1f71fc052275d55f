import type { U2aAction, U2aPayment, U2aStatus } from './u2a-payment.ts'

/** Records of user-to-app payments. Every method is one SQL statement; times come from the database. */
export interface U2aPaymentStore {
  find(paymentId: string): Promise<U2aPayment | undefined>

  /**
   * Claims an unknown payment for the client and notes that `action` is about to be sent. Of clients that
   * race for one payment the primary key lets one win; to the others the answer is undefined and the row
   * stays as it is.
   */
  begin(claim: {
    paymentId: string
    clientId: string
    action: U2aAction
  }): Promise<{ payment: U2aPayment; operation: 'insert' | 'update' } | undefined>

  /**
   * Pi confirmed: writes the status and the txid and clears the pending action. A status never moves back,
   * and `completed` and `aborted` never change. An unknown payment is a fault.
   */
  confirm(outcome: { paymentId: string; status: U2aStatus; txid?: string }): Promise<U2aPayment>

  /** Pi refused for certain: clears the pending action; status and owner stay. An unknown payment is a fault. */
  refuse(paymentId: string): Promise<U2aPayment>
}
