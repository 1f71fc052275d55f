import type {
  CreatePaymentRequest,
  Notification,
  NotifyResponse,
  Payment,
  RewardedAdStatus,
  User,
} from '@aloha-pi/contracts/platform'

export type CallOptions = {
  /** Ends the call with AbortError. */
  signal?: AbortSignal | undefined
  /** Instead of the client's own `timeoutMs`. */
  timeoutMs?: number | undefined
}

/** An app-to-user payment to create: `amount` in Pi, at most 7 decimals; `metadata` not empty. */
export type NewPayment = CreatePaymentRequest['payment']

/** The Pi Platform API. Each call is one request; each failure is one of the package's error classes. */
export type PiClient = {
  /** The user of an access token. Needs no API key. Compare `app_id`: a token of another app is valid too. */
  me(accessToken: string, options?: CallOptions): Promise<User>
  payments: {
    /**
     * Creates an app-to-user payment. Pi has no idempotency key: after an error with `outcomeUnknown`,
     * look in `incomplete` before another try.
     */
    create(payment: NewPayment, options?: CallOptions): Promise<Payment>
    /** App-to-user payments that are still open. */
    incomplete(options?: CallOptions): Promise<Payment[]>
    get(paymentId: string, options?: CallOptions): Promise<Payment>
    /** Lets the user pay. Pi cancels a user-to-app payment that is not approved within 60 seconds. */
    approve(paymentId: string, options?: CallOptions): Promise<Payment>
    /** Closes the payment with the transaction that settled it. Deliver only after this returns. */
    complete(paymentId: string, txid: string, options?: CallOptions): Promise<Payment>
    /** Refused once a transaction is recorded. */
    cancel(paymentId: string, options?: CallOptions): Promise<Payment>
  }
  ads: {
    /** Give the reward only when `mediator_ack_status` is `granted`. */
    status(adId: string, options?: CallOptions): Promise<RewardedAdStatus>
  }
  notifications: {
    /** Sends in-app notifications; users who did not consent are left out of the answer. */
    notify(notifications: Notification[], options?: CallOptions): Promise<NotifyResponse>
  }
}
