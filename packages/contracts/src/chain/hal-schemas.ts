import * as z from 'zod'

const linkSchema = z.looseObject({ href: z.string(), templated: z.boolean().optional() })
export const linksSchema = z.record(z.string(), linkSchema)

/** A page of records; `next` and `prev` lead on in both directions, also from an empty page. */
export function pageSchema<Each extends z.ZodType>(record: Each) {
  return z.looseObject({
    _links: z.looseObject({ self: linkSchema, next: linkSchema, prev: linkSchema }),
    _embedded: z.looseObject({ records: z.array(record) }),
  })
}

/** An amount in Pi as text, always with 7 decimals. */
export const piTextSchema = z.string().regex(/^\d+\.\d{7}$/, 'must be Pi with 7 decimals')
/** A whole number as text, for programs whose numbers are smaller. */
export const wholeTextSchema = z.string().regex(/^\d+$/, 'must be a whole number')
