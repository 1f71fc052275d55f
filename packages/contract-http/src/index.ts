export {
  answerBrokenRequests,
  type BrokenRequest,
  type BrokenRequestAnswer,
} from './answer-broken-requests.ts'
export { BodyRefusal, type BodyRefusalKind } from './body-refusal.ts'
export { classifyRequestError, type RequestError } from './classify-request-error.ts'
export { describeBindFailure } from './describe-bind-failure.ts'
export { expressMessages } from './express-messages.ts'
export { LOOPBACK, listen, type ListenOptions, type Listening } from './listen.ts'
export { usePlainJson } from './plain-json.ts'
export { readBytes } from './read-bytes.ts'
export { readJsonBody, type BodyLimits } from './read-json-body.ts'
export { contractRoutes, refuseOtherMethods } from './refuse-other-methods.ts'
