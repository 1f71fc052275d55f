export {
  alohaContract,
  alohaErrors,
  type AlohaErrorBody,
  type AlohaErrorCode,
} from './aloha/index.ts'
export { describeIssue, inBrackets, type InputIssue } from './describe-issue.ts'
export { fillMessage } from './error-message.ts'
export { maskSecrets } from './mask-secrets.ts'
export { nearestName } from './nearest-name.ts'
export { operationsOf, type ContractOperation } from './operations-of.ts'
export { readRetryAfter } from './retry-after.ts'
export {
  formatStroops,
  parsePiAmount,
  paymentSchema,
  platformContract,
  platformErrors,
  stroopsToPi,
  userSchema,
  type Payment,
  type PlatformErrorBody,
  type PlatformErrorCode,
  type User,
} from './platform/index.ts'
