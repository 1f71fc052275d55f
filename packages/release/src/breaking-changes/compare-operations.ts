import { isDeepStrictEqual } from 'node:util'
import type { OpenAPIObject, OperationObject, RequestBodyObject } from 'openapi3-ts/oas31'
import { compareContents, type DocumentPair, type OperationChange } from './compare-contents.ts'
import { compareParameters } from './compare-parameters.ts'
import { compareResponses } from './compare-responses.ts'

/** The breaking changes between two versions of an operation. */
export function compareOperations(
  before: OperationObject,
  after: OperationObject,
  documents: DocumentPair,
): OperationChange[] {
  return [
    ...compareNames(before, after),
    ...compareSecurity(before, after, documents),
    ...compareParameters(before, after, documents),
    ...compareRequestBodies(bodyOf(before), bodyOf(after), documents),
    ...compareResponses(before, after, documents),
  ]
}

function compareNames(before: OperationObject, after: OperationObject): OperationChange[] {
  if (before.operationId === after.operationId) return []
  const now = `is ${after.operationId} instead of ${before.operationId}`
  return [{ place: 'its name', rule: 'operationId', now }]
}

function compareSecurity(
  before: OperationObject,
  after: OperationObject,
  documents: DocumentPair,
): OperationChange[] {
  const old = credentialsOf(before, documents.before)
  const now = credentialsOf(after, documents.after)
  if (old.every((way) => now.some((other) => isDeepStrictEqual(way, other)))) return []
  return [{ place: 'its credential', rule: 'security', now: 'is another one' }]
}

/** The ways to be let in; without any, nothing is needed. */
function credentialsOf({ security = [] }: OperationObject, { components }: OpenAPIObject) {
  if (security.length === 0) return [[]]
  return security.map((way) => Object.keys(way).map(schemeOf))

  function schemeOf(name: string) {
    const scheme = components?.securitySchemes?.[name]
    if (scheme == null || '$ref' in scheme) throw new Error(`No security scheme is called ${name}`)
    return [scheme.type, scheme.in, scheme.name, scheme.scheme]
  }
}

function bodyOf({ requestBody }: OperationObject): RequestBodyObject | undefined {
  // The generator writes no references to request bodies.
  return requestBody as RequestBodyObject | undefined
}

function compareRequestBodies(
  before: RequestBodyObject | undefined,
  after: RequestBodyObject | undefined,
  documents: DocumentPair,
): OperationChange[] {
  const place = 'request body'
  if (before != null && after == null) return [{ place, rule: 'body removed', now: 'is gone' }]
  const required = after?.required === true && before?.required !== true
  return [
    ...(required ? [{ place, rule: 'body required', now: 'is now required' }] : []),
    ...compareContents(before?.content ?? {}, after?.content ?? {}, 'request', place, documents),
  ]
}
