import { describeIssue } from '@aloha-pi/contracts/wire'
import { InvalidArgumentError } from './errors/invalid-argument-error.ts'

/** The part of a zod schema that checking needs; zod's own types would be one more dependency. */
export type Schema<Output> = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Output }
    | { success: false; error: Parameters<typeof describeIssue>[0] }
}

/** The input as its schema reads it; throws InvalidArgumentError with the first field that breaks a rule. */
export function checkInput<Output>(schema: Schema<Output>, input: unknown, whole: string): Output {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, whole)
  throw new InvalidArgumentError(field, rule)
}

/**
 * Checks a body as the server will read it: after JSON, where `undefined` members are gone and NaN is
 * null. What JSON cannot hold (bigint, cycles) is refused.
 */
export function checkBody<Output>(schema: Schema<Output>, input: unknown, whole: string): Output {
  let json: string | undefined
  try {
    json = JSON.stringify(input)
  } catch (cause) {
    throw new InvalidArgumentError(whole, 'must hold only values that JSON has', { cause })
  }
  return checkInput(schema, json == null ? undefined : JSON.parse(json), whole)
}

/**
 * Fills the `:name` and `:name?` of a path with encoded values: `../me` as an id would reach another
 * route.
 */
export function fillPath(path: string, params: Record<string, unknown>): string {
  return path.replace(/\/:(\w+)\??/g, (_, name: string) => {
    const value = params[name]
    if (value == null) return ''
    const text = String(value)
    if (['', '.', '..'].includes(text)) {
      throw new InvalidArgumentError(name, 'must not be empty, "." or ".."')
    }
    return `/${encodeURIComponent(text)}`
  })
}
