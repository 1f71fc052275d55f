import type {
  CreatePaymentRequest,
  Notification,
  NotifyResponse,
  Payment,
  RewardedAdStatus,
  User,
} from '@aloha-pi/contracts/wire'
import type { ApiPromise } from '../request/api-promise.ts'
import type { CallOptions } from '../options/call-options.ts'
import type { ClientOptions } from '../options/client-config.ts'

export type PiClientOptions = ClientOptions & {
  /** Server API key of the app. Only `me` works without one. Never in a browser. */
  apiKey?: string | undefined
  /** Origin of the Platform API, with or without `/v2`. Default `https://api.minepi.com`. */
  baseUrl?: string | undefined
}

/** An app-to-user payment to create: `amount` in Pi, at most 7 decimals; `metadata` not empty. */
export type NewPayment = CreatePaymentRequest['payment']

export type CreatePaymentOptions = CallOptions & {
  /**
   * A member of the payment's `metadata` that no other payment has. After a lost response the payment is
   * looked up by it among the incomplete ones, and returned if it is there.
   */
  correlate?: { key: string; value: string } | undefined
}

/**
 * The Pi Platform API. Each failure is one of the package's error classes; a write whose outcome stays
 * unknown is OutcomeUnknownError.
 */
export type PiClient = {
  /** The user of an access token. Needs no API key. Compare `app_id`: a token of another app is valid too. */
  me(accessToken: string, options?: CallOptions): ApiPromise<User>
  payments: {
    /** Creates an app-to-user payment. Pi has no idempotency key: never sent again after a lost response. */
    create(payment: NewPayment, options?: CreatePaymentOptions): ApiPromise<Payment>
    /** App-to-user payments that are still open. */
    incomplete(options?: CallOptions): ApiPromise<Payment[]>
    get(paymentId: string, options?: CallOptions): ApiPromise<Payment>
    /** Lets the user pay. Pi cancels a user-to-app payment that is not approved within 60 seconds. */
    approve(paymentId: string, options?: CallOptions): ApiPromise<Payment>
    /** Closes the payment with the transaction that settled it. Deliver only after this returns. */
    complete(paymentId: string, txid: string, options?: CallOptions): ApiPromise<Payment>
    /** Refused once a transaction is recorded. */
    cancel(paymentId: string, options?: CallOptions): ApiPromise<Payment>
  }
  ads: {
    /** Give the reward only when `mediator_ack_status` is `granted`. */
    status(adId: string, options?: CallOptions): ApiPromise<RewardedAdStatus>
  }
  notifications: {
    /** Sends in-app notifications; users who did not consent are left out of the response. */
    notify(notifications: Notification[], options?: CallOptions): ApiPromise<NotifyResponse>
  }
}
