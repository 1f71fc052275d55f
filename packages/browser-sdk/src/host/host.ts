import type { Scope } from '@aloha-pi/contracts/wire'
import type { AdType, NativeFeature, RequestAdResult, ShowAdResult } from '../surface/features.ts'
import type { PiPayment } from '../surface/pi.ts'

export type Phase = 'developerApproved' | 'developerCompleted'

/** How a payment left the wallet. */
export type TransactionOutcome = { cancelled: true } | { cancelled?: false; txid: string }

/**
 * What Pi's script asks the Pi Browser, one method for each message of its protocol (there between a frame and its
 * parent). The SDK does not know who is behind it: dialogs in the page, rules for tests, or a parent frame.
 */
export type Host = {
  openConsentModal(scopes: readonly Scope[]): Promise<{ accepted: boolean }>
  /** After consent: the access token, and where the Platform API is. */
  communicationInformation(): Promise<{ accessToken: string; backendUrl: string }>
  preparePaymentFlow(): Promise<{ pending: false } | { pending: true; pendingPayment: PiPayment }>
  showPrePaymentError(text: string): Promise<void>
  startPaymentFlow(payment: PiPayment): Promise<void>
  /** Resolves when the user has paid or cancelled, or Pi has cancelled; perhaps never. The signal ends the wait. */
  waitForTransaction(paymentId: string, signal: AbortSignal): Promise<TransactionOutcome>
  /** Whether the callback is to be called again. */
  decideCallbackRetrial(paymentId: string, phase: Phase): Promise<{ retry: boolean }>
  /** Resolves when the app's server acted or cannot any more, so that the wait for a retrial can end; not at Pi. */
  serverActed?(paymentId: string, phase: Phase, signal: AbortSignal): Promise<void>
  nativeFeatures(): Promise<NativeFeature[]>
  requestPermission(permission: string): Promise<boolean | null>
  copyText(text: string): Promise<void>
  openUrl(url: string): Promise<void>
  openShareDialog(title: string, message: string): Promise<void>
  openConversation(conversationId: string): Promise<void>
  hostApp(): Promise<string>
  isAdReady(type: AdType): Promise<boolean>
  requestAd(type: AdType): Promise<RequestAdResult>
  showAd(type: AdType): Promise<ShowAdResult>
  walletAddresses(): Promise<string[]>
}
