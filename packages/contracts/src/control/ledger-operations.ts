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

/** What whoever owns the mock does with its chain. */
export const ledgerOperations = {
  ledger: {
    method: 'GET',
    path: '/ledger',
    summary: 'Read the ledger',
    description: 'The newest ledger, what waits, and where all Pi is.',
    metadata: controlOperation(),
    responses: { 200: controlLedgerSchema },
  },
  closeLedger: {
    method: 'POST',
    path: '/ledger/close',
    summary: 'Close ledgers now',
    description: `What waits goes into the first of them, unless \`ledger_inclusion\` is \`none\`. Works in every mode of \`ledger_close\`; closing times of ledgers never decrease. The numbers of ledgers end at ${LAST_LEDGER.toLocaleString('en')}: a count beyond it closes none.`,
    metadata: controlOperation('limit_reached'),
    body: closeLedgerSchema,
    responses: { 200: controlLedgerSchema, 409: controlErrorSchema },
  },
  fundAccount: {
    method: 'POST',
    path: '/ledger/fund',
    summary: 'Give Pi to an account',
    description:
      "A transaction of the mock's faucet, in a ledger of its own: it creates the account or pays it. A new account takes at least the reserve. Wallets of apps and users hold Pi from the beginning, which no transaction gave them: their history has no `create_account`.",
    metadata: controlOperation('limit_reached', 'payment_refused'),
    body: fundAccountSchema,
    responses: { 200: fundedAccountSchema, 409: controlErrorSchema },
  },
  issueAsset: {
    method: 'POST',
    path: '/ledger/issue',
    summary: 'Give an issued asset to an account',
    description:
      'For tests of readers: accounts at Pi hold other assets than Pi. The account gets a trustline without a transaction, which keeps one more reserve, and the asset by a payment of its issuer, in a ledger of its own. It can be paid on to accounts that have it.',
    metadata: controlOperation('limit_reached', 'payment_refused'),
    body: issueAssetSchema,
    responses: { 200: issuedAssetSchema, 409: controlErrorSchema },
  },
} as const
