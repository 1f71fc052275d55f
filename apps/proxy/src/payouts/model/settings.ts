import type { Network } from '@aloha-pi/contracts/platform'

/** What the protocol needs to know about its surroundings. Times in milliseconds unless named otherwise. */
export type PayoutSettings = {
  /** The wallet that pays: source account of every envelope. */
  wallet: string
  network: Network
  /** False: `PAYOUTS=off`. What is signed is finished; nothing else begins or is signed. */
  isOn: boolean
  leaseMs: number
  renewMs: number
  /** TB of R10: an envelope may apply this long after the ledger it was signed at. 20 to 180. */
  timeBoundSeconds: number
  /** A guess: paces polls and retries, decides nothing. */
  ledgerMs: number
  /** How long one submit is waited for, beside the polls of its hash. */
  submitMs: number
  /** Stroops per transaction; each replacement doubles it up to the cap. */
  fee: bigint
  feeCap: bigint
  /** After as many ledgers a core has dropped and banned the hash (C4): sign a replacement. */
  replaceAfterLedgers: number
  /** Without `Latest-Ledger`: as many agreeing reads, each this long after maxTime. */
  expiryReads: number
  expiryMarginSeconds: number
  /** How long the runner at most waits before it looks for work that another instance accepted. */
  idleMs: number
  retryMinMs: number
  retryMaxMs: number
  /** The longest back-off of what Pi refuses. */
  refusedMaxMs: number
  /** Whether a payout that the wallet cannot pay waits for money, or fails with `insufficient_balance`. */
  withoutMoney: 'wait' | 'fail'
  auditMs: number
  /** Not final after this time: an alarm. */
  stuckMs: number
}

/** Defaults of everything that a wallet and a network do not decide. */
export const defaultSettings = {
  isOn: true,
  leaseMs: 15_000,
  renewMs: 5_000,
  timeBoundSeconds: 60,
  ledgerMs: 5_000,
  submitMs: 15_000,
  fee: 100_000n,
  feeCap: 1_000_000n,
  replaceAfterLedgers: 5,
  expiryReads: 3,
  expiryMarginSeconds: 30,
  idleMs: 1_000,
  retryMinMs: 1_000,
  retryMaxMs: 30_000,
  refusedMaxMs: 900_000,
  withoutMoney: 'wait',
  auditMs: 60_000,
  stuckMs: 300_000,
} as const satisfies Omit<PayoutSettings, 'wallet' | 'network'>

/** How much may leave the wallet. Amounts in stroops. */
export type PayoutCaps = {
  perPayout: bigint
  perClientDay: bigint
  globalDay: bigint
  /** Payouts of one client that are not final. */
  openPerClient: number
}
