/** Header of an account: the ledger at which it was read, so that both come from one moment. */
export const LATEST_LEDGER_HEADER = 'latest-ledger'
/** Header of a client that reads a stream of events on: the `id` of the last one that it got. */
export const LAST_EVENT_ID_HEADER = 'last-event-id'
