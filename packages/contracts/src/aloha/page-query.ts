import * as z from 'zod'

const MAX_LIMIT = 200
const LIMIT = `must be a whole number from 1 to ${MAX_LIMIT}`
/** Of `cursor`: a form that no page gives, or one that no page of this caller gave. */
export const CURSOR_RULE = 'must be a `next_cursor` of an earlier page'

/** What part of a list is asked for. */
export const pageQuerySchema = z.object({
  limit: z.coerce
    .number<string | number>(LIMIT)
    .int(LIMIT)
    .min(1, LIMIT)
    .max(MAX_LIMIT, LIMIT)
    .default(100)
    .describe('Maximum number of payouts per page.'),
  cursor: z
    .string(CURSOR_RULE)
    .regex(/^[0-9A-Za-z_-]{1,64}$/, CURSOR_RULE)
    .optional()
    .describe('`next_cursor` of the previous page. Default: the first page.'),
})
