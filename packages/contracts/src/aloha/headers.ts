/** Header of `a2u/create`: calls with the same key are one payout. */
export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key'
/** `true` on the response to a call whose payout was there before it. */
export const IDEMPOTENT_REPLAYED_HEADER = 'idempotent-replayed'
