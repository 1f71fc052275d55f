import { STROOPS_PER_PI } from '@aloha-pi/contracts/platform'
import type { PiApp } from '../apps/app-store.ts'
import type { LedgerTransaction } from '../ledger/simple-ledger.ts'
import type { Wallet } from '../ledger/wallet.ts'
import type { PaymentRecord } from './payment-machine.ts'

/** The two test values of the aloha-pi API's documentation. */
const DOCUMENTED_PAYMENT_ID = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
const DOCUMENTED_TXID = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'

/** Assumed, as is everything but the two ids: no public text says more about this payment. */
const AT = Date.UTC(2025, 0, 1)
const STEP_MS = 5000

type Payer = { username: string; uid: string; wallet: Wallet }

/** The documented payment as a completed payment of the app's past. */
export function documentedPayment(app: PiApp, payer: Payer): PaymentRecord {
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
    state: 'completed',
    createdAt: AT,
    approveBy: AT + 60_000,
    fromAddress: payer.wallet.address,
    txid: DOCUMENTED_TXID,
    timeline: events.map((event, step) => ({ at: AT + step * STEP_MS, event })),
  }
}

/** Its transaction: found by hash only, in no ledger of the mock. */
export function documentedTransaction({ wallet }: Payer): LedgerTransaction {
  return {
    hash: DOCUMENTED_TXID,
    signature: wallet.sign(Buffer.from(DOCUMENTED_TXID, 'hex')).toString('base64'),
    sourceAccount: wallet.address,
    sequence: 1n,
    memo: DOCUMENTED_PAYMENT_ID,
    fee: 100_000n,
    ledger: 1,
    index: 1,
    closedAt: AT + 2 * STEP_MS,
  }
}
