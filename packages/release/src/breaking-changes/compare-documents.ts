import type { OpenAPIObject, OperationObject, PathItemObject } from 'openapi3-ts/oas31'
import type { BreakingChange } from './change.ts'
import { compareOperations } from './compare-operations.ts'
import { schemaComparison } from './compare-schemas.ts'
import type { Schemas } from './schema-view.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/** What in the second document breaks programs that were written against the first. */
export function compareDocuments(
  document: string,
  before: OpenAPIObject,
  after: OpenAPIObject,
): BreakingChange[] {
  const now = operationsOf(after)
  const compareSchemas = schemaComparison(schemasOf(before), schemasOf(after))
  return [...operationsOf(before)].flatMap(([operation, old]): BreakingChange[] => {
    const same = now.get(operation)
    if (same == null) {
      return [{ document, operation, place: '', rule: 'operation removed', now: 'is gone' }]
    }
    return compareOperations(old, same, { before, after, compareSchemas }).map(
      ({ place, rule, now }): BreakingChange => ({ document, operation, place, rule, now }),
    )
  })
}

/** By method and path. Clients know a path's parameters by name, so a renamed one makes another path. */
function operationsOf({ paths = {} }: OpenAPIObject): Map<string, OperationObject> {
  const items: [string, PathItemObject][] = Object.entries(paths)
  return new Map(
    items.flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method]
        return operation == null ? [] : [[`${method.toUpperCase()} ${path}`, operation] as const]
      }),
    ),
  )
}

function schemasOf({ components }: OpenAPIObject): Schemas {
  // Each is an object or a reference, and both are read by keyword.
  return (components?.schemas ?? {}) as Schemas
}
