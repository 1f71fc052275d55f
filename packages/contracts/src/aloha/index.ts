export { alohaContract } from './aloha-contract.ts'
export { CURSOR_RULE } from './page-query.ts'
export {
  alohaErrorSchema,
  payoutRowSchema,
  u2aRowSchema,
  type AlohaErrorBody,
  type PayoutRow,
  type U2aRow,
} from './envelope-schemas.ts'
export { alohaErrors, type AlohaErrorCode, type AlohaErrorRow } from './errors.ts'
export { IDEMPOTENCY_KEY_HEADER, IDEMPOTENT_REPLAYED_HEADER } from './headers.ts'
export {
  alohaScopes,
  commonAlohaErrors,
  type AlohaOperation,
  type AlohaScope,
} from './operation.ts'
export {
  RESERVED_METADATA_KEY,
  createPayoutRequestSchema,
  idempotencyKeySchema,
} from './payout-request-schema.ts'
export { alohaErrorForPi, piErrorToAlohaError } from './pi-error-map.ts'
