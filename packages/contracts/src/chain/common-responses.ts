import { initContract } from '@ts-rest/core'
import type * as z from 'zod'
import { chainProblemSchema } from './problem-schema.ts'

const c = initContract()

/** A resource of Horizon, in its media type. */
export const hal = <Schema extends z.ZodType>(body: Schema) =>
  c.otherResponse({ contentType: 'application/hal+json; charset=utf-8', body })

export const problem = c.otherResponse({
  contentType: 'application/problem+json; charset=utf-8',
  body: chainProblemSchema,
})

/** Of a list that is also a stream of events, as far back as history goes. */
export const listResponses = <Schema extends z.ZodType>(body: Schema) => ({
  200: hal(body),
  400: problem,
  410: problem,
  429: problem,
  503: problem,
})

/** Of such a list that belongs to one resource. */
export const historyResponses = <Schema extends z.ZodType>(body: Schema) => ({
  ...listResponses(body),
  404: problem,
})
