export { createAlohaClient } from './create-aloha-client.ts'
export { createPiClient } from './create-pi-client.ts'
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
} from './aloha-client.ts'
export type { ApiPromise, WithResponse } from './api-promise.ts'
export type { CallOptions } from './call-options.ts'
export type { ClientOptions } from './client-config.ts'
export type { ClientHooks, RequestEvent, ResponseEvent, RetryEvent } from './hooks.ts'
export type { CreatePaymentOptions, NewPayment, PiClient, PiClientOptions } from './pi-client.ts'
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
