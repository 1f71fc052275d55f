/** Header of an account: the ledger at which it was read, so that both come from one moment. */
export const LATEST_LEDGER_HEADER = 'latest-ledger'
