import * as z from 'zod'

const extrasSchema = z.looseObject({
  invalid_field: z.string().optional().describe('The parameter that is wrong.'),
  reason: z.string().optional().describe('What is wrong with it.'),
  hash: z.string().optional().describe('Hash of a transaction whose outcome is unknown.'),
  envelope_xdr: z.string().optional().describe('The transaction as it was received.'),
  result_codes: z
    .looseObject({
      transaction: z.string().optional(),
      operations: z.array(z.string()).optional().describe('With `tx_failed` only.'),
    })
    .optional(),
  result_xdr: z.string().optional(),
})

/** Horizon's errors: `application/problem+json`. */
export const chainProblemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    extras: extrasSchema.optional(),
  })
  .meta({ id: 'ChainProblem' })
export type ChainProblem = z.infer<typeof chainProblemSchema>
