import type { Payment, Scope, User } from '@aloha-pi/contracts/wire'
import type { Ads, NativeFeature } from './features.ts'
import type { SmartContract } from './smart-contract.ts'

export type SmartContractOptions = {
  rpcUrl?: string
  networkPassphrase?: string
  contractAddresses?: { nativeToken?: string; subscription?: string }
}

export type InitOptions = {
  version: '2.0' | '3.0'
  /** Accepted and not read. */
  sandbox?: boolean
  smartContractOptions?: SmartContractOptions
}

/** PaymentDTO as the SDK hands it to callbacks. */
export type PiPayment = Payment & {
  metadata: NonNullable<Payment['metadata']>
  created_at: NonNullable<Payment['created_at']>
}

export type AuthResult = { accessToken: string; user: User }

export type PaymentData = {
  /** In Pi. */
  amount: number
  memo: string
  metadata: Record<string, unknown>
  /** Refused: this mock has no tokens. */
  tokenCanonical?: string
}

export type PaymentCallbacks = {
  /** Called again every 10 s until the payment is approved: make it idempotent. */
  onReadyForServerApproval: (paymentId: string) => unknown
  /** Called again every 10 s until the payment is completed: make it idempotent. */
  onReadyForServerCompletion: (paymentId: string, txid: string) => unknown
  onCancel: (paymentId: string) => unknown
  onError: (error: Error, payment?: PiPayment) => unknown
}

/** Stands for the running flow; it has no members to use. */
export type PaymentHandle = object

export type SignInOptions = {
  clientId: string
  redirectUri: string
  scopes?: readonly string[]
  state?: string
}

export type OnIncompletePaymentFound = (payment: PiPayment) => unknown

/** `window.Pi`. */
export type PiSdk = {
  readonly initialized: boolean
  /** Granted in this page since it was loaded. */
  readonly consentedScopes: readonly string[]
  init(options: InitOptions): Promise<void>
  authenticate(
    scopes: readonly Scope[],
    onIncompletePaymentFound: OnIncompletePaymentFound,
  ): Promise<AuthResult>
  /** Throws when the scope `payments` was not granted since the page was loaded. */
  createPayment(data: PaymentData, callbacks: PaymentCallbacks): PaymentHandle
  /** Leaves the page. */
  signIn(options: SignInOptions): void
  openShareDialog(title: string, message: string): Promise<void>
  openConversation(conversationId: string): Promise<void>
  copyText(text: string): Promise<void>
  openUrlInSystemBrowser(url: string): Promise<void>
  nativeFeaturesList(): Promise<NativeFeature[]>
  requestPermission(permission: 'camera'): Promise<boolean | null>
  getPiHostAppInfo(): Promise<{ hostApp: string }>
  readonly Ads: Ads
  readonly Wallet: { getUserWalletAddresses(): Promise<{ wallets: { publicKey: string }[] }> }
  readonly SmartContract: SmartContract
}
