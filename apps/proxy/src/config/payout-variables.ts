import { STROOPS_PER_PI } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { defaultSettings, type PayoutCaps, type PayoutSettings } from '../payouts/model/settings.ts'
import { choice, piAmount, wholeNumber } from './variable-kinds.ts'

/** Everything about payouts but the wallet itself. */
export const payoutVariables = z.object({
  PAYOUTS: choice('on', 'off').default('on'),
  PAYOUT_CAP: piAmount.default(100n * STROOPS_PER_PI),
  PAYOUT_CLIENT_DAY_CAP: piAmount.default(1_000n * STROOPS_PER_PI),
  PAYOUT_DAY_CAP: piAmount.default(10_000n * STROOPS_PER_PI),
  PAYOUT_OPEN_PER_CLIENT: wholeNumber(1, 1_000_000).default(1_000),
  PAYOUT_FEE: piAmount.default(defaultSettings.fee),
  PAYOUT_FEE_CAP: piAmount.default(defaultSettings.feeCap),
  PAYOUT_WAIT_MS: wholeNumber(0, 120_000).default(20_000),
  PAYOUT_LEASE_MS: wholeNumber(1_000, 600_000).default(defaultSettings.leaseMs),
  PAYOUT_LEDGER_MS: wholeNumber(50, 60_000).default(defaultSettings.ledgerMs),
  PAYOUT_TIME_BOUND_S: wholeNumber(20, 180).default(defaultSettings.timeBoundSeconds),
  PAYOUT_WITHOUT_MONEY: choice('wait', 'fail').default(defaultSettings.withoutMoney),
  IDEMPOTENCY_KEY: choice('derived', 'required').default('derived'),
  IDEMPOTENCY_WINDOW: wholeNumber(0, 86_400).default(600),
})
export type PayoutVariables = z.infer<typeof payoutVariables>

export type PayoutConfig = {
  /** The kill switch: false finishes what was begun and lets nothing new in. */
  isOpen: boolean
  caps: PayoutCaps
  /** How long a call waits for the end of its payout. */
  waitMs: number
  /** How long an equal request without a key is taken for a repetition. */
  windowMs: number
  isKeyRequired: boolean
  /** Of the runner; what an operator cannot set is the product's. */
  settings: Omit<PayoutSettings, 'wallet' | 'network'>
}

/** A command of an operator on Postgres reaches the runner when it looks: within 1 s, with the time of its query. */
const OPERATOR_LOOK_MS = 500

export function toPayoutConfig(variables: PayoutVariables): PayoutConfig {
  const leaseMs = variables.PAYOUT_LEASE_MS
  return {
    isOpen: variables.PAYOUTS === 'on',
    caps: {
      perPayout: variables.PAYOUT_CAP,
      perClientDay: variables.PAYOUT_CLIENT_DAY_CAP,
      globalDay: variables.PAYOUT_DAY_CAP,
      openPerClient: variables.PAYOUT_OPEN_PER_CLIENT,
    },
    waitMs: variables.PAYOUT_WAIT_MS,
    windowMs: variables.IDEMPOTENCY_WINDOW * 1_000,
    isKeyRequired: variables.IDEMPOTENCY_KEY === 'required',
    settings: {
      ...defaultSettings,
      idleMs: OPERATOR_LOOK_MS,
      leaseMs,
      renewMs: Math.floor(leaseMs / 3),
      ledgerMs: variables.PAYOUT_LEDGER_MS,
      timeBoundSeconds: variables.PAYOUT_TIME_BOUND_S,
      fee: variables.PAYOUT_FEE,
      feeCap: variables.PAYOUT_FEE_CAP,
      withoutMoney: variables.PAYOUT_WITHOUT_MONEY,
    },
  }
}
