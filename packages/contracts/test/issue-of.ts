import type * as z from 'zod'
import { describeIssue, type InputIssue } from '../src/index.ts'

/** What a schema says is wrong with the input, or null when it takes it. */
export function issueOf(schema: z.ZodType, input: unknown): InputIssue | null {
  const parsed = schema.safeParse(input)
  return parsed.success ? null : describeIssue(parsed.error, 'body')
}
