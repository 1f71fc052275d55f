import * as z from 'zod'

const LAST_ID = 2n ** 63n - 1n
const LAST_SEQUENCE = 2 ** 32 - 1

/** Number of an operation, which is its paging token. */
export const operationIdSchema = z
  .string()
  .refine(
    (text) => /^\d{1,19}$/.test(text) && BigInt(text) >= 1n && BigInt(text) <= LAST_ID,
    'must be the id of an operation: whole, and at least 1',
  )
  .meta({ examples: ['8589938689'] })

/** Sequence number of a ledger. */
export const ledgerIdSchema = z
  .string()
  .refine(
    (text) => /^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= LAST_SEQUENCE,
    'must be the sequence number of a ledger: whole, and at least 1',
  )
  .meta({ type: 'integer', minimum: 1, examples: [2], description: 'Sequence of the ledger.' })
