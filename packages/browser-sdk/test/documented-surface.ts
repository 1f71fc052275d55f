/**
 * What apps written for Pi's own script may use, from the public facts about it: class C (read in official client
 * code of 2026), where nothing else is noted. Ours must satisfy it. Not published.
 */
type DocumentedScope = 'username' | 'payments' | 'wallet_address'

type DocumentedPayment = {
  identifier: string
  user_uid: string
  amount: number
  memo: string
  metadata: Record<string, unknown>
  created_at: string
  to_address: string
  status: Record<
    | 'developer_approved'
    | 'transaction_verified'
    | 'developer_completed'
    | 'cancelled'
    | 'user_cancelled',
    boolean
  >
  transaction: null | { txid: string; verified: boolean; _link: string }
  from_address?: string
  direction?: 'user_to_app' | 'app_to_user'
  network?: 'Pi Network' | 'Pi Testnet'
}

type DocumentedUser = {
  uid: string
  // The sources differ: a number in the types of 2026, a text on the wire.
  app_id?: string | number | undefined
  credentials?:
    | { scopes: string[]; valid_until: { timestamp: number; iso8601: string } }
    | undefined
  username?: string | undefined
}

type AdType = 'interstitial' | 'rewarded'
type Unavailable = 'ADS_NOT_SUPPORTED' | 'AD_NOT_AVAILABLE' | 'AD_NETWORK_ERROR'

export type DocumentedPi = {
  init(
    options:
      | { version: '2.0'; sandbox?: boolean; smartContractOptions?: object }
      | { version: '3.0'; smartContractOptions?: object },
  ): Promise<void>
  authenticate(
    scopes: DocumentedScope[],
    onIncompletePaymentFound: (payment: DocumentedPayment) => void,
  ): Promise<{ accessToken: string; user: DocumentedUser }>
  /** Synchronous; its handle has no members to use. */
  createPayment(
    data: {
      amount: number
      memo: string
      metadata: Record<string, unknown>
      tokenCanonical?: string
    },
    callbacks: {
      onReadyForServerApproval: (paymentId: string) => void
      onReadyForServerCompletion: (paymentId: string, txid: string) => void
      onCancel: (paymentId: string) => void
      onError: (error: Error, payment?: DocumentedPayment) => void
    },
  ): object
  /** Synchronous. */
  signIn(options: {
    clientId: string
    redirectUri: string
    scopes?: string[]
    state?: string
  }): void
  // Documented (D).
  openShareDialog(title: string, message: string): Promise<void>
  openConversation(conversationId: string): Promise<void>
  copyText(text: string): Promise<void>
  openUrlInSystemBrowser(url: string): Promise<void>
  nativeFeaturesList(): Promise<
    ('inline_media' | 'request_permission' | 'ad_network' | 'safe_area_insets' | 'file_share')[]
  >
  requestPermission(permission: 'camera'): Promise<boolean | null>
  getPiHostAppInfo(): Promise<{ hostApp: string }>
  readonly initialized: boolean
  readonly consentedScopes: readonly string[]
  Ads: {
    isAdReady(type: AdType): Promise<{ success: true; type: AdType; ready: boolean }>
    requestAd(type: AdType): Promise<{
      success: true
      type: AdType
      result: 'AD_LOADED' | 'AD_FAILED_TO_LOAD' | Unavailable
    }>
    showAd(type: AdType): Promise<
      | {
          success: true
          type: 'interstitial'
          result: 'AD_CLOSED' | 'AD_DISPLAY_ERROR' | Unavailable
        }
      | {
          success: true
          type: 'rewarded'
          result:
            | 'AD_CLOSED'
            | 'AD_DISPLAY_ERROR'
            | 'AD_REWARDED'
            | 'USER_UNAUTHENTICATED'
            | Unavailable
          adId?: string
        }
    >
  }
  Wallet: { getUserWalletAddresses(): Promise<{ wallets: { publicKey: string }[] }> }
  SmartContract: {
    Subscription: Record<
      | 'registerService'
      | 'getMerchantServices'
      | 'getService'
      | 'subscribe'
      | 'process'
      | 'extendSubscription'
      | 'getSubscription'
      | 'getSubscriptionReservation'
      | 'getSubscriberSubscriptions'
      | 'getMerchantSubscriptions',
      (...args: never[]) => Promise<unknown>
    >
    pollTransaction(hash: string, attempts?: number): Promise<unknown>
  }
}
