export { createPiClient } from './create-pi-client.ts'
export type { PiClientOptions } from './client-config.ts'
export type { CallOptions, NewPayment, PiClient } from './pi-client.ts'
export { AlohaPiError, isAlohaPiError } from './errors/aloha-pi-error.ts'
export { AbortError, isAbortError } from './errors/abort-error.ts'
export { InvalidArgumentError, isInvalidArgumentError } from './errors/invalid-argument-error.ts'
export { NetworkError, isNetworkError, type NetworkFailure } from './errors/network-error.ts'
export { PiApiError, isPiApiError, type PiErrorBody } from './errors/pi-api-error.ts'
export {
  ResponseShapeError,
  isResponseShapeError,
  type ShapeFault,
} from './errors/response-shape-error.ts'
export { TimeoutError, isTimeoutError } from './errors/timeout-error.ts'
