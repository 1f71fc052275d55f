import {
  closeLedgerSchema,
  controlLedgerSchema,
  fundAccountSchema,
  fundedAccountSchema,
  issueAssetSchema,
  issuedAssetSchema,
} from './ledger-schemas.ts'
import { controlOperation } from './operation.ts'
import { controlErrorSchema } from './schemas.ts'
import { LAST_LEDGER } from './ledger-limits.ts'

/** What the owner of the mock does with its chain. */
export const ledgerOperations = {
  ledger: {
    method: 'GET',
    path: '/ledger',
    summary: 'Read the ledger',
    description: 'The newest ledger, the waiting transactions, and the total of all Pi.',
    metadata: controlOperation(),
    responses: { 200: controlLedgerSchema },
  },
  closeLedger: {
    method: 'POST',
    path: '/ledger/close',
    summary: 'Close ledgers now',
    description: `Waiting transactions go into the first of them, unless \`ledger_inclusion\` is \`none\`. Works in every mode of \`ledger_close\`; closing times of ledgers never decrease. The last ledger is ${LAST_LEDGER.toLocaleString('en')}: a count that goes beyond it closes none.`,
    metadata: controlOperation('limit_reached'),
    body: closeLedgerSchema,
    responses: { 200: controlLedgerSchema, 409: controlErrorSchema },
  },
  fundAccount: {
    method: 'POST',
    path: '/ledger/fund',
    summary: 'Give Pi to an account',
    description:
      "A transaction from the mock's faucet, in a separate ledger: it creates the account or pays it. A new account needs at least the reserve. Wallets of apps and users hold Pi from the beginning, without a transaction: their history has no `create_account`.",
    metadata: controlOperation('limit_reached', 'payment_refused'),
    body: fundAccountSchema,
    responses: { 200: fundedAccountSchema, 409: controlErrorSchema },
  },
  issueAsset: {
    method: 'POST',
    path: '/ledger/issue',
    summary: 'Give an issued asset to an account',
    description:
      'For testing programs that read accounts: at Pi, some accounts hold other assets than Pi. The account gets a trustline without a transaction, which raises its reserve, and receives the asset in a payment from its issuer, in a separate ledger. The asset can be sent to other accounts that have the trustline.',
    metadata: controlOperation('limit_reached', 'payment_refused'),
    body: issueAssetSchema,
    responses: { 200: issuedAssetSchema, 409: controlErrorSchema },
  },
} as const
