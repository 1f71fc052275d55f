import * as z from 'zod'

export const requestIdSchema = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'must be the value of a header x-request-id')
  .meta({ examples: ['last'] })

const refusedSchema = {
  request_id: z.string().describe('The header `x-request-id` of the response.'),
  at: z.iso.datetime().describe("Time of the mock's clock."),
  method: z.string(),
  path: z.string(),
  status: z.number().int().nullable().describe('Status that was sent; null: no response was sent.'),
  rule: z.string().describe('The rule, as in the header `x-mock-rule`.'),
}

export const refusalsSchema = z
  .object({
    refusals: z
      .array(z.object(refusedSchema))
      .describe('Newest first: requests that were refused or met a fault.'),
  })
  .meta({ id: 'Refusals' })
export type Refusals = z.infer<typeof refusalsSchema>

/** What became of one request, for somebody who sees the API for the first time. */
export const explanationSchema = z
  .object({
    ...refusedSchema,
    happened: z.string().describe('What happened.'),
    why: z.string().describe('Why.'),
    pi: z
      .object({
        known: z.string().describe('What is known of the real Pi here.'),
        level: z
          .enum(['captured', 'documented', 'inferred', 'assumed', 'mock'])
          .describe('How it is known; `mock`: Pi has nothing like it.'),
        source: z.string(),
      })
      .describe('What the real Pi does.'),
    next: z.array(z.string()).describe('What to do next.'),
    fault: z.string().nullable().describe('The id of the fault that met the request, or null.'),
  })
  .meta({ id: 'Explanation' })
export type Explanation = z.infer<typeof explanationSchema>
