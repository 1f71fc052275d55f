import type { OpenAPIObject, ResponseObject } from 'openapi3-ts/oas31'
import { breaks, type BreakingChange, type Direction } from './change.ts'
import type { schemaComparison } from './compare-schemas.ts'
import type { SchemaPair } from './schema-view.ts'

/** A breaking change of an operation, before it is known which one. */
export type OperationChange = Omit<BreakingChange, 'document' | 'operation'>

/** Two documents, and what compares schemas that refer to theirs. */
export type DocumentPair = {
  before: OpenAPIObject
  after: OpenAPIObject
  compareSchemas: ReturnType<typeof schemaComparison>
}

type Content = NonNullable<ResponseObject['content']>

/** The breaking changes of a body, by content type. */
export function compareContents(
  before: Content,
  after: Content,
  direction: Direction,
  place: string,
  documents: DocumentPair,
): OperationChange[] {
  const rule = 'content type'
  const gone = Object.keys(before).filter((type) => !(type in after))
  // A client sends what it likes, and has to take what it gets.
  const added =
    direction === 'request' ? [] : Object.keys(after).filter((type) => !(type in before))
  return [
    ...gone.map((type) => ({ place, rule, now: `is no longer ${type}` })),
    ...added.map((type) => ({ place, rule, now: `can now be ${type}` })),
    ...Object.keys(before)
      .filter((type) => type in after)
      .flatMap((type) => {
        const pair = { before: before[type]?.schema, after: after[type]?.schema }
        return compareBodies(pair, direction, place, documents)
      }),
  ]
}

/** The breaking changes of one schema. */
export function compareBodies(
  pair: SchemaPair,
  direction: Direction,
  place: string,
  { compareSchemas }: DocumentPair,
): OperationChange[] {
  return compareSchemas(pair)
    .filter((difference) => breaks(difference, direction))
    .map(({ field, rule, now }) => ({
      place: field === '' ? place : `${place}, field "${field}"`,
      rule,
      now,
    }))
}
