const MATCH = Symbol('match')

type Matcher =
  | { readonly [MATCH]: 'one-of'; readonly to: readonly unknown[] }
  | { readonly [MATCH]: 'pattern'; readonly to: string }
  | { readonly [MATCH]: 'optional' | 'exactly'; readonly to: unknown }
  | { readonly [MATCH]: 'count'; readonly to: { count: number; item: unknown } }
  | { readonly [MATCH]: 'absent'; readonly to: null }

/** In an expected value: one of these. */
export const oneOf = (...to: readonly unknown[]): Matcher => ({ [MATCH]: 'one-of', to })
/** In an expected value: a string that the regular expression matches. */
export const pattern = (to: string): Matcher => ({ [MATCH]: 'pattern', to })
/** In an expected value: absent, or this. */
export const optional = (to: unknown): Matcher => ({ [MATCH]: 'optional', to })
/** In an expected value: this as JSON, and nothing beside it. */
export const exactly = (to: unknown): Matcher => ({ [MATCH]: 'exactly', to })
/** In an expected value: an array that has so many such items, whatever else it has. */
export const countOf = (count: number, item: unknown): Matcher => ({
  [MATCH]: 'count',
  to: { count, item },
})
/** In an expected value: an array without such an item. */
export const noItem = (item: unknown): Matcher => countOf(0, item)
/** In an expected value: not there. */
export const absent: Matcher = { [MATCH]: 'absent', to: null }

/**
 * What of `expected` is not in `actual`, in sentences that begin with the path. Objects may have more
 * fields than expected, arrays no more items.
 */
export function differences(expected: unknown, actual: unknown, path = 'body'): string[] {
  if (typeof expected === 'object' && expected != null) {
    if (isMatcher(expected)) return matcherDifferences(expected, actual, path)
    return Array.isArray(expected)
      ? itemDifferences(expected, actual, path)
      : fieldDifferences(expected, actual, path)
  }
  return Object.is(expected, actual) ? [] : [`${path} is ${show(actual)}, not ${show(expected)}`]
}

function matcherDifferences(matcher: Matcher, actual: unknown, path: string): string[] {
  switch (matcher[MATCH]) {
    case 'optional':
      return actual === undefined ? [] : differences(matcher.to, actual, path)
    case 'absent':
      return actual === undefined ? [] : [`${path} is ${show(actual)}, but must be absent`]
    case 'pattern':
      return typeof actual === 'string' && new RegExp(matcher.to).test(actual)
        ? []
        : [`${path} is ${show(actual)}, which does not match ${matcher.to}`]
    case 'count':
      return countDifferences(matcher.to, actual, path)
    case 'exactly': {
      const wanted: unknown = JSON.parse(JSON.stringify(matcher.to))
      const more =
        differences(actual, wanted, path).length > 0 ? [`${path} is ${show(actual)}`] : []
      const lacking = differences(wanted, actual, path)
      return lacking.length > 0 ? lacking : more.map((each) => `${each}, not ${show(wanted)}`)
    }
    case 'one-of': {
      return matcher.to.some((each) => differences(each, actual, path).length === 0)
        ? []
        : [`${path} is ${show(actual)}, not one of ${matcher.to.map(show).join(', ')}`]
    }
  }
}

function countDifferences(wanted: { count: number; item: unknown }, actual: unknown, path: string) {
  if (!Array.isArray(actual)) return [`${path} is ${show(actual)}, not an array`]
  const found = actual.filter((each) => differences(wanted.item, each).length === 0)
  if (found.length === wanted.count) return []
  return [`${path} has ${found.length} items like ${show(wanted.item)}, not ${wanted.count}`]
}

function itemDifferences(expected: readonly unknown[], actual: unknown, path: string): string[] {
  if (!Array.isArray(actual)) return [`${path} is ${show(actual)}, not an array`]
  if (actual.length !== expected.length) {
    return [`${path} has ${actual.length} items, not ${expected.length}`]
  }
  return expected.flatMap((each, place) => differences(each, actual[place], `${path}.${place}`))
}

function fieldDifferences(expected: object, actual: unknown, path: string): string[] {
  if (typeof actual !== 'object' || actual == null || Array.isArray(actual)) {
    return [`${path} is ${show(actual)}, not an object`]
  }
  return Object.entries(expected).flatMap(([name, each]) =>
    differences(
      each,
      Object.hasOwn(actual, name) ? Reflect.get(actual, name) : undefined,
      `${path}.${name}`,
    ),
  )
}

function isMatcher(value: object): value is Matcher {
  return MATCH in value
}

/** A value as a sentence shows it. */
export function show(value: unknown): string {
  if (value === undefined) return 'absent'
  const json = JSON.stringify(value) ?? String(value)
  return json.length > 200 ? `${json.slice(0, 200)}…` : json
}
