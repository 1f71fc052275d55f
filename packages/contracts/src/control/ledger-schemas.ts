import * as z from 'zod'
import { piAmountSchema } from '../platform/amount-schemas.ts'
import { networkSchema, txidSchema, walletAddressSchema } from '../platform/identifier-schemas.ts'

const piText = (description: string) =>
  z
    .string()
    .regex(/^\d+\.\d{7}$/)
    .describe(description)

/** The mock's chain at a glance. */
export const controlLedgerSchema = z
  .object({
    network: networkSchema,
    latest: z
      .object({
        sequence: z.number().int(),
        closed_at: z.iso.datetime(),
        hash: z.string(),
        successful_transactions: z.number().int(),
        failed_transactions: z.number().int(),
      })
      .describe('The newest ledger.'),
    waiting: z
      .array(txidSchema)
      .describe('Hashes of the transactions that wait for a ledger, oldest first.'),
    next_close_in_ms: z
      .number()
      .nullable()
      .describe(
        "Time of the mock's clock until the next ledger closes; null: none will by itself.",
      ),
    totals: z.object({
      supply: piText(
        'Every Pi there is: what accounts hold, what waits to be claimed, and the fees that were paid.',
      ),
      balances: piText('What all accounts hold.'),
      claimable: piText('What waits in claimable balances.'),
      fee_pool: piText('Fees that were paid.'),
      accounts: z.number().int(),
      claimable_balances: z.number().int(),
    }),
  })
  .meta({ id: 'ControlLedger' })

export const closeLedgerSchema = z
  .strictObject({
    count: z
      .number()
      .int('must be whole')
      .min(1, 'must be at least 1')
      .max(1000, 'must be at most 1000')
      .optional()
      .describe('How many ledgers close, one after another. Default 1.'),
  })
  .meta({ id: 'CloseLedger', examples: [{ count: 5 }] })

export const fundAccountSchema = z
  .strictObject({ address: walletAddressSchema, amount: piAmountSchema })
  .meta({ id: 'FundAccount' })

export const issueAssetSchema = z
  .strictObject({
    address: walletAddressSchema,
    code: z
      .string()
      .regex(/^[A-Za-z0-9]{1,12}$/, 'must be 1 to 12 letters and digits')
      .describe('Code of the asset.'),
    amount: piAmountSchema.describe('How much the account gets, with at most 7 decimals.'),
  })
  .meta({ id: 'IssueAsset' })

export const issuedAssetSchema = z
  .object({
    address: walletAddressSchema,
    asset_code: z.string(),
    asset_issuer: walletAddressSchema.describe("The mock's own issuer, of every asset."),
    balance: piText('What the account holds of it now.'),
    txid: txidSchema.describe('The payment of the issuer.'),
    ledger: z.number().int(),
  })
  .meta({ id: 'IssuedAsset' })

export const fundedAccountSchema = z
  .object({
    address: walletAddressSchema,
    created: z.boolean().describe('True when the account was not there before.'),
    balance: piText('What the account holds now.'),
    txid: txidSchema.describe('The transaction of the faucet.'),
    ledger: z.number().int(),
  })
  .meta({ id: 'FundedAccount' })
