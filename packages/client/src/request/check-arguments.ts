import { describeIssue } from '@aloha-pi/contracts/wire'
import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'

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
 * null. What JSON cannot hold (bigint, cycles) is refused, and a member `__proto__`, which many readers
 * of JSON drop without a word.
 */
export function checkBody<Output>(schema: Schema<Output>, input: unknown, whole: string): Output {
  let json: string | undefined
  try {
    json = JSON.stringify(input)
  } catch (cause) {
    throw new InvalidArgumentError(whole, 'must contain only values that JSON supports', { cause })
  }
  const body: unknown = json == null ? undefined : JSON.parse(json)
  refusePrototypeKey(body, whole)
  return checkInput(schema, body, whole)
}

/** Without recursion: JSON takes a value that is nested deeper than the stack. */
function refusePrototypeKey(body: unknown, whole: string) {
  const places: [field: string, value: unknown][] = [['', body]]
  for (const [field, value] of places) {
    if (typeof value !== 'object' || value == null) continue
    if (Object.hasOwn(value, '__proto__')) {
      throw new InvalidArgumentError(field || whole, 'must not have a key "__proto__"')
    }
    for (const [key, member] of Object.entries(value)) {
      places.push([field === '' ? key : `${field}.${key}`, member])
    }
  }
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
