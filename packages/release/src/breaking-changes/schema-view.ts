import { isDeepStrictEqual } from 'node:util'
import type { Difference } from './change.ts'

/** A JSON Schema as it is in a document. */
export type Schema = Readonly<Record<string, unknown>>

/** The schemas of a document by the name behind `#/components/schemas/`. */
export type Schemas = Readonly<Record<string, Schema>>

/** Two versions of a schema. */
export type SchemaPair = { before: unknown; after: unknown }

/** Compares inner schemas; the differences lie under that field. */
export type CompareInner = (pair: SchemaPair, field: string) => Difference[]

/** Says nothing about what is valid. */
const annotations = new Set([
  '$comment',
  'deprecated',
  'description',
  'example',
  'examples',
  'readOnly',
  'title',
  'writeOnly',
])

/** The schema without annotations and with its reference replaced by what it names. */
export function viewOf(schema: unknown, schemas: Schemas): Schema {
  if (schema === undefined || schema === true) return {}
  if (schema === false) return { not: {} }
  // Only objects and booleans are schemas, and the documents come from our own generator.
  const { $ref, ...own } = schema as Schema
  const kept = Object.entries(own).filter(
    ([keyword]) => !annotations.has(keyword) && !keyword.startsWith('x-'),
  )
  if ($ref === undefined) return withoutConst(Object.fromEntries(kept))
  const name = String($ref).replace('#/components/schemas/', '')
  const target = schemas[name]
  if (target == null) throw new Error(`The document has no schema for ${String($ref)}`)
  return withoutConst({ ...viewOf(target, schemas), ...Object.fromEntries(kept) })
}

/** The types that a value may have; undefined allows every one. */
export function typesOf({ type }: Schema): readonly string[] | undefined {
  if (type === undefined) return undefined
  return Array.isArray(type) ? type : [String(type)]
}

/** What a list under a keyword holds; nothing where it is absent. */
export function listOf(schema: Schema, keyword: string): readonly unknown[] {
  const value = schema[keyword]
  return Array.isArray(value) ? value : []
}

/** What an object under a keyword holds; nothing where it is absent. */
export function recordOf(schema: Schema, keyword: string): Schema {
  const value = schema[keyword]
  // Checked to be an object; JSON has no other ones but lists.
  return typeof value === 'object' && value != null ? (value as Schema) : {}
}

/** Those of the first that the second has not. */
export function missingFrom<T>(some: readonly T[], others: readonly T[]): T[] {
  return some.filter((each) => !others.some((other) => isDeepStrictEqual(each, other)))
}

/** `const` is an `enum` of one. */
function withoutConst(schema: Schema): Schema {
  if (!('const' in schema)) return schema
  const { const: only, ...rest } = schema
  return { ...rest, enum: [only] }
}
