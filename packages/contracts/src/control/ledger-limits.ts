/** Horizon numbers ledgers in 31 bits: no ledger of the mock comes after this one. */
export const LAST_LEDGER = 2_147_483_647

/** The last ledger that a move of the mock's clock may lead to. What is left is for the time that passes. */
export const LAST_LEDGER_BY_CLOCK = 2_000_000_000
