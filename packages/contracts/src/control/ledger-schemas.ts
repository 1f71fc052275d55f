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
      supply: piText('Every Pi there is: what accounts hold and the fees that were paid.'),
      balances: piText('What all accounts hold.'),
      fee_pool: piText('Fees that were paid.'),
      accounts: z.number().int(),
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

export const fundedAccountSchema = z
  .object({
    address: walletAddressSchema,
    created: z.boolean().describe('True when the account was not there before.'),
    balance: piText('What the account holds now.'),
    txid: txidSchema.describe('The transaction of the faucet.'),
    ledger: z.number().int(),
  })
  .meta({ id: 'FundedAccount' })
