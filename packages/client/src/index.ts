export { createAlohaClient } from './aloha/create-aloha-client.ts'
export { createPiClient } from './pi/create-pi-client.ts'
export type {
  AlohaClient,
  AlohaClientOptions,
  CreatePayoutOptions,
  FinalPayout,
  IncompleteOptions,
  IncompletePage,
  NewPayout,
  Payout,
  U2aPayment,
  WaitOptions,
} from './aloha/aloha-client.ts'
export { amountAsWritten } from './request/amount-as-written.ts'
export type { ApiPromise, WithResponse } from './request/api-promise.ts'
export type { CallOptions } from './options/call-options.ts'
export type { ClientOptions } from './options/client-config.ts'
export type { ClientHooks, RequestEvent, ResponseEvent, RetryEvent } from './options/hooks.ts'
export type { CreatePaymentOptions, NewPayment, PiClient, PiClientOptions } from './pi/pi-client.ts'
export { AbortError, isAbortError } from './errors/abort-error.ts'
export { AlohaApiError, isAlohaApiError, type AlohaErrorBody } from './errors/aloha-api-error.ts'
export { AlohaPiError, isAlohaPiError } from './errors/aloha-pi-error.ts'
export { InvalidArgumentError, isInvalidArgumentError } from './errors/invalid-argument-error.ts'
export { NetworkError, isNetworkError, type NetworkFailure } from './errors/network-error.ts'
export { OutcomeUnknownError, isOutcomeUnknownError } from './errors/outcome-unknown-error.ts'
export { PiApiError, isPiApiError, type PiErrorBody } from './errors/pi-api-error.ts'
export {
  ResponseShapeError,
  isResponseShapeError,
  type ShapeFault,
} from './errors/response-shape-error.ts'
export { TimeoutError, isTimeoutError } from './errors/timeout-error.ts'
