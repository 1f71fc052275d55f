export type { AutopilotOptions, PiMock } from './surface/autopilot.ts'
export type {
  Ads,
  AdType,
  NativeFeature,
  RequestAdResult,
  ShowAdResult,
  ShownAd,
} from './surface/features.ts'
export type {
  AuthResult,
  InitOptions,
  OnIncompletePaymentFound,
  PaymentCallbacks,
  PaymentData,
  PaymentHandle,
  PiPayment,
  PiSdk,
  SignInOptions,
  SmartContractOptions,
} from './surface/pi.ts'
export type { SmartContract } from './surface/smart-contract.ts'
