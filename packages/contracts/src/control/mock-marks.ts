/** Begins every API key of a mock, so that no one takes one for a secret, nor uses it at Pi. */
export const MOCK_API_KEY_PREFIX = 'alohamock'

/** Header of every 4xx of the mock, and of what a fault changed: the rule that fired. Pi has no such header. */
export const MOCK_RULE_HEADER = 'x-mock-rule'

/** Header that says that responses carry the community guide's field names beside the wire's. */
export const MOCK_SPELLING_HEADER = 'x-mock-spelling'
