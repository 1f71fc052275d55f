import { describeIssue } from '@aloha-pi/contracts'
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
function checkInput<Output>(schema: Schema<Output>, input: unknown, whole: string): Output {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, whole)
  throw new InvalidArgumentError(field, rule)
}

/**
 * Checks a body as Pi will read it: after JSON, where `undefined` members are gone and NaN is null.
 * What JSON cannot hold (bigint, cycles) is refused.
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
 * Checks path parameters and encodes them: ts-rest puts them into the URL as they are, and `../me`
 * as an id would reach another route.
 */
export function checkPathParams<Params extends Record<string, string>>(
  schema: Schema<Params>,
  input: Record<keyof Params, unknown>,
): Params {
  const params = Object.entries(checkInput(schema, input, 'path'))
  for (const [field, value] of params) {
    if (['', '.', '..'].includes(value)) {
      throw new InvalidArgumentError(field, 'must not be empty, "." or ".."')
    }
  }
  // The same keys, each with an encoded value.
  return Object.fromEntries(params.map(([k, value]) => [k, encodeURIComponent(value)])) as Params
}
