/** Headers that only the mock sends; Pi has none of them but the request id. */
export const REQUEST_ID_HEADER = 'x-request-id'
/** On every 4xx: the rule of the mock that fired. */
export const RULE_HEADER = 'x-mock-rule'
/** Says that answers carry the community guide's field names beside the wire's. */
export const SPELLING_HEADER = 'x-mock-spelling'
