import type { ReferenceObject, SchemaObject } from 'openapi3-ts/oas31'
import * as z from 'zod'

export type Schema = SchemaObject | ReferenceObject
/** `input`: what a request may carry. `output`: what a response carries. */
export type Direction = 'input' | 'output'

const DEFINITIONS = '#/$defs/'
export const COMPONENTS = '#/components/schemas/'

/** A zod schema as JSON Schema, and the schemas with an id that it refers to. */
export function toJsonSchema(schema: z.ZodType, direction: Direction) {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, {
    io: direction,
    target: 'draft-2020-12',
    unrepresentable: 'throw',
    override: ({ zodSchema, jsonSchema }) => tidy(zodSchema, jsonSchema, direction),
  })
  const definitions = new Map(Object.entries($defs))
  const rewrite = (node: unknown) => pointToComponents(node, definitions)
  return {
    root: rewrite(root) as Schema,
    definitions: new Map([...definitions].map(([id, each]) => [id, rewrite(each) as Schema])),
  }
}

/** Removes what zod adds and the contract does not say. */
function tidy(
  zodSchema: z.core.$ZodTypes,
  jsonSchema: z.core.JSONSchema.BaseSchema,
  direction: Direction,
) {
  const { def } = zodSchema._zod
  // A plain object drops unknown fields; for a reader of responses that is not a promise that none come.
  if (direction === 'output' && def.type === 'object' && def.catchall == null) {
    delete jsonSchema.additionalProperties
  }
  if (def.type === 'record') delete jsonSchema.propertyNames
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  // The pattern says in 300 characters what the format says.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.pattern != null) jsonSchema.pattern = withoutEscapedSlashes(jsonSchema.pattern)
}

/** JavaScript escapes the slash in a pattern; generators escape it again, and their code does not load. */
function withoutEscapedSlashes(pattern: string): string {
  return pattern.replaceAll(/\\(.)/gs, (escape, char: string) => (char === '/' ? '/' : escape))
}

type Json = Record<string, unknown>

function pointToComponents(node: unknown, definitions: Map<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((each) => pointToComponents(each, definitions))
  if (typeof node !== 'object' || node == null) return node
  const { $ref, ...siblings } = node as Json
  if (typeof $ref !== 'string') {
    return mapValues(siblings, (each) => pointToComponents(each, definitions))
  }
  const definition = $ref.startsWith(DEFINITIONS)
    ? definitions.get($ref.slice(DEFINITIONS.length))
    : undefined
  if (definition == null) throw new Error(`${$ref}: a recursive schema needs .meta({ id })`)
  return {
    $ref: $ref.replace(DEFINITIONS, COMPONENTS),
    ...(pointToComponents(withoutRepeats(siblings, definition as Json), definitions) as Json),
  }
}

/** A refined copy of a schema repeats all of it beside the reference. */
function withoutRepeats(siblings: Json, definition: Json): Json {
  return Object.fromEntries(
    Object.entries(siblings).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(definition[key]),
    ),
  )
}

function mapValues(object: Json, map: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}
