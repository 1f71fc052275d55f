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
      .describe('Hashes of the transactions that are waiting for a ledger, oldest first.'),
    next_close_in_ms: z
      .number()
      .nullable()
      .describe(
        "Time until the next ledger closes, by the mock's clock; null if none closes by itself.",
      ),
    totals: z.object({
      supply: piText(
        'All Pi: the balances of all accounts, all claimable balances and the fees paid.',
      ),
      balances: piText('The balances of all accounts.'),
      claimable: piText('All claimable balances.'),
      fee_pool: piText('The fees paid.'),
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
      .describe('How many ledgers to close, one after another. Default 1.'),
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
    amount: piAmountSchema.describe('Amount for the account, with at most 7 decimals.'),
  })
  .meta({ id: 'IssueAsset' })

export const issuedAssetSchema = z
  .object({
    address: walletAddressSchema,
    asset_code: z.string(),
    asset_issuer: walletAddressSchema.describe("The mock's issuer, the same for every asset."),
    balance: piText("The account's balance of it now."),
    txid: txidSchema.describe("The issuer's payment."),
    ledger: z.number().int(),
  })
  .meta({ id: 'IssuedAsset' })

export const fundedAccountSchema = z
  .object({
    address: walletAddressSchema,
    created: z.boolean().describe('True if the account is new.'),
    balance: piText("The account's balance now."),
    txid: txidSchema.describe("The faucet's transaction."),
    ledger: z.number().int(),
  })
  .meta({ id: 'FundedAccount' })

export type ControlLedger = z.infer<typeof controlLedgerSchema>
export type CloseLedger = z.input<typeof closeLedgerSchema>
export type FundAccount = z.input<typeof fundAccountSchema>
export type FundedAccount = z.infer<typeof fundedAccountSchema>
export type IssueAsset = z.input<typeof issueAssetSchema>
export type IssuedAsset = z.infer<typeof issuedAssetSchema>
