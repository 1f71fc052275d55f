import type { CreatePayoutRequest, Payment, PayoutRow, U2aRow } from '@aloha-pi/contracts/wire'
import type { ApiPromise } from '../request/api-promise.ts'
import type { CallOptions } from '../options/call-options.ts'
import type { ClientOptions } from '../options/client-config.ts'

export type AlohaClientOptions = ClientOptions & {
  /** Origin of the proxy, with or without `/v1/transaction`. */
  baseUrl: string
  /** A key of the proxy. Only `details` works without one. Never in a browser. */
  apiKey?: string | undefined
}

/** A user-to-app payment: Pi's own response, and the proxy's record when it has one. */
export type U2aPayment = { payment: Payment; record: U2aRow | null }

/** A payout: the proxy's record of it, and Pi's payment once there is one. */
export type Payout = { payout: PayoutRow; payment: Payment | null }

/** A payout that changes no more. `paid_unconfirmed`: the money moved, Pi has not closed the payment. */
export type FinalPayout = Payout & {
  payout: { status: Exclude<PayoutRow['status'], 'processing'> }
}

/** What to pay: `amount` in Pi, at most 7 decimals; `metadata` not empty. */
export type NewPayout = CreatePayoutRequest['payment']

export type CreatePayoutOptions = CallOptions & {
  /**
   * Names this payout forever: the same key never pays twice, so the call can be repeated safely, by the
   * client and by you. Store it with your order before the first try.
   */
  idempotencyKey?: string | undefined
}

export type IncompleteOptions = CallOptions & {
  /** Max payouts of the page, 1 to 200. Default 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; without it the first page. */
  cursor?: string | undefined
}

/** A page of the payouts in progress, and Pi's open payments that belong to them. */
export type IncompletePage = {
  payments: Payment[]
  payouts: PayoutRow[]
  /** Null on the last page, which has the open payments that belong to no payout in progress as well. */
  nextCursor: string | null
}

export type WaitOptions = {
  /** Ends the waiting, not the payout. */
  signal?: AbortSignal | undefined
  /** Longest duration of the whole wait. Default 120,000. */
  timeoutMs?: number | undefined
  /** Pause between two reads. Default 2,000. */
  intervalMs?: number | undefined
}

/**
 * The aloha-pi API: payments through a proxy that keeps Pi's key. All calls but `a2u.create` without an
 * `idempotencyKey` are safe to repeat, and are repeated after a lost response.
 */
export type AlohaClient = {
  u2a: {
    /** Lets the user pay. Call it from `onReadyForServerApproval`, within 60 seconds. */
    approve(piPayId: string, options?: CallOptions): ApiPromise<U2aPayment>
    /** Closes the payment with its transaction. Deliver only after this returns. */
    complete(piPayId: string, piTxId: string, options?: CallOptions): ApiPromise<U2aPayment>
    /** Cancels the payment. Refused once there is a transaction: complete it. */
    abort(piPayId: string, options?: CallOptions): ApiPromise<U2aPayment>
    details(piPayId: string, options?: CallOptions): ApiPromise<U2aPayment>
  }
  a2u: {
    /**
     * Pays a user once. The payout is final, or `processing`: then `waitFor` it, it has not failed. Without
     * an `idempotencyKey` it is one request, and a lost response is OutcomeUnknownError.
     */
    create(payment: NewPayout, options?: CreatePayoutOptions): ApiPromise<Payout>
    /** Asks for the cancellation; `processing` while a signed transaction may still pay. */
    cancel(id: string, options?: CallOptions): ApiPromise<Payout>
    /** The payouts that are in progress, oldest first, page by page, and Pi's open payments of them. */
    incomplete(options?: IncompleteOptions): ApiPromise<IncompletePage>
    /** By Pi's payment id or the payout id. `payout` is null for a payment that the proxy did not make. */
    details(
      id: string,
      options?: CallOptions,
    ): ApiPromise<{ payment: Payment | null; payout: PayoutRow | null }>
    /**
     * Reads a payout until it is final, through any passing trouble of the network. TimeoutError when it
     * is not: the payout goes on at the proxy, and can be waited for again.
     */
    waitFor(id: string, options?: WaitOptions): Promise<FinalPayout>
  }
}
