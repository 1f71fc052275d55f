import { STROOPS_PER_PI } from '@aloha-pi/contracts/platform'
import type { PiApp } from '../apps/app-store.ts'
import type { PiUser } from '../users/user-store.ts'
import type { UserPayment } from './payment-record.ts'

/** The two test values of the aloha-pi API's documentation. */
export const DOCUMENTED_PAYMENT_ID = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
export const DOCUMENTED_TXID = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'

/** Assumed, as is everything but the two ids: no public text says more about this payment. */
const AT = Date.UTC(2025, 0, 1)
const STEP_MS = 5000

/** The documented payment as a completed payment of the app's past: its transaction is in no ledger of the mock. */
export function documentedPayment(app: PiApp, payer: PiUser & { uid: string }): UserPayment {
  const events = ['created', 'approved', 'paid', 'completed'] as const
  return {
    id: DOCUMENTED_PAYMENT_ID,
    appId: app.id,
    username: payer.username,
    uid: payer.uid,
    amount: STROOPS_PER_PI,
    memo: 'The documented test payment',
    metadata: { assumed: true },
    toAddress: app.wallet.address,
    network: app.network,
    direction: 'user_to_app',
    state: 'completed',
    createdAt: AT,
    approveBy: AT + 60_000,
    fromAddress: payer.wallet?.address ?? null,
    txid: DOCUMENTED_TXID,
    reports: [],
    timeline: events.map((event, step) => ({ at: AT + step * STEP_MS, event })),
  }
}
