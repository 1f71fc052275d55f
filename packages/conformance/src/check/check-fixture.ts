import { wireExchange } from '@aloha-pi/contracts/fixtures'
import { differences } from '../model/match.ts'

type Names = string | readonly string[]

/** The status of the first recorded response; `refused` where its source does not say it. */
export function fixtureStatus(names: Names): number | 'refused' {
  const [name = ''] = [names].flat()
  const { assumed = [] } = wireExchange(name)
  return assumed.includes('response.status') ? 'refused' : responseOf(name).status
}

/** True when the recorded response has no body. */
export function isFixtureEmpty(names: Names): boolean {
  return [names].flat().every((name) => {
    const { body, text } = responseOf(name)
    return body === undefined && text == null
  })
}

/**
 * What of the recorded response does not come: values that are not placeholders must be the same, placeholders
 * must be there in the same type. A null says nothing of the type. Of several responses the nearest counts.
 */
export function fixtureDifferences(names: Names, actual: unknown): string[] {
  const found = [names].flat().map((name) => {
    const { body } = responseOf(name)
    const placeholders = new Set(wireExchange(name).placeholders)
    return body === undefined ? [] : compare(body, actual, 'response.body', placeholders)
  })
  return shortest(found)
}

function shortest(lists: readonly string[][]): string[] {
  return lists.toSorted((one, other) => one.length - other.length)[0] ?? []
}

/** Fields of a recorded response that do not come, whatever their values: of the one that comes nearest. */
export function missingFields(names: readonly string[], actual: unknown): string[] {
  const lacking = names.map((name) => {
    const placeholders = new Set(wireExchange(name).placeholders)
    return missing(responseOf(name).body, actual, 'response.body', placeholders)
  })
  return shortest(lacking)
}

/** A placeholder stands for any value, so it must be there and nothing in it must. */
function missing(
  sample: unknown,
  actual: unknown,
  path: string,
  placeholders: ReadonlySet<string>,
): string[] {
  if (typeof sample !== 'object' || sample == null || placeholders.has(path)) return []
  if (typeof actual !== 'object' || actual == null) return []
  return Object.entries(sample).flatMap(([field, each]) =>
    field in actual
      ? missing(each, Reflect.get(actual, field), `${path}.${field}`, placeholders)
      : [`${shown(path)}.${field} is absent`],
  )
}

function compare(
  sample: unknown,
  actual: unknown,
  path: string,
  placeholders: ReadonlySet<string>,
): string[] {
  if (placeholders.has(path)) return typeDifferences(sample, actual, path)
  if (typeof sample !== 'object' || sample == null) return differences(sample, actual, shown(path))
  if (typeof actual !== 'object' || actual == null) return typeDifferences(sample, actual, path)
  return Object.entries(sample).flatMap(([field, each]) =>
    compare(each, Reflect.get(actual, field), `${path}.${field}`, placeholders),
  )
}

function typeDifferences(sample: unknown, actual: unknown, path: string): string[] {
  if (actual === undefined) return [`${shown(path)} is absent`]
  if (sample == null || typeOf(sample) === typeOf(actual)) return []
  return [`${shown(path)} must be of type ${typeOf(sample)}, not ${typeOf(actual)}`]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function shown(path: string): string {
  return path.replace(/^response\./, '')
}

function responseOf(name: string) {
  const { response } = wireExchange(name)
  if (response == null) throw new Error(`The fixture ${name} has no response`)
  return response
}
