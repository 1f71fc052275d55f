import type { OperationObject, ParameterObject } from 'openapi3-ts/oas31'
import { compareBodies, type DocumentPair, type OperationChange } from './compare-contents.ts'

/** The breaking changes of what is sent in path, query and headers. */
export function compareParameters(
  before: OperationObject,
  after: OperationObject,
  documents: DocumentPair,
): OperationChange[] {
  const old = parametersOf(before)
  const now = parametersOf(after)
  const places = [...new Set([...old.keys(), ...now.keys()])]
  return places.flatMap((place) =>
    compareParameter(place, old.get(place), now.get(place), documents),
  )
}

function compareParameter(
  place: string,
  before: ParameterObject | undefined,
  after: ParameterObject | undefined,
  documents: DocumentPair,
): OperationChange[] {
  if (after == null) return [{ place, rule: 'parameter removed', now: 'is gone' }]
  const rule = 'parameter required'
  if (before == null) {
    return after.required === true ? [{ place, rule, now: 'is new and required' }] : []
  }
  const required = after.required === true && before.required !== true
  const pair = { before: before.schema, after: after.schema }
  return [
    ...(required ? [{ place, rule, now: 'is now required' }] : []),
    ...compareBodies(pair, 'request', place, documents),
  ]
}

/** By place and name; the names of headers do not distinguish capitals. */
function parametersOf({ parameters = [] }: OperationObject): Map<string, ParameterObject> {
  // The generator writes no references to parameters.
  const own = parameters as ParameterObject[]
  return new Map(
    own.map((each) => {
      const name = each.in === 'header' ? each.name.toLowerCase() : each.name
      return [`${each.in} parameter "${name}"`, each]
    }),
  )
}
