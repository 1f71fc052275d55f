import type { SchemaObject } from 'openapi3-ts/oas31'
import type * as z from 'zod'
import { COMPONENTS, toJsonSchema, type Direction, type Schema } from './json-schema.ts'

/** The schemas of one document. A schema with an id is there once, under `components`. */
export type Components = {
  /** The schema as an operation refers to it. */
  use(schema: z.ZodType, direction: Direction): Schema
  /** Follows a reference that `use` gave. */
  resolve(schema: Schema): SchemaObject
  /** All schemas with an id, by id. */
  schemas(): Record<string, Schema>
}

export function createComponents(): Components {
  const byId = new Map<string, Schema>()
  const used = { input: new Map<z.ZodType, Schema>(), output: new Map<z.ZodType, Schema>() }

  function resolve(schema: Schema): SchemaObject {
    if (!('$ref' in schema)) return schema
    const { $ref, ...siblings } = schema
    const target = byId.get($ref.slice(COMPONENTS.length))
    if (target == null) throw new Error(`${$ref} refers to nothing`)
    return { ...resolve(target), ...siblings }
  }

  return {
    use(schema, direction) {
      const known = used[direction].get(schema)
      if (known != null) return known
      const { root, definitions } = toJsonSchema(schema, direction)
      for (const [id, definition] of definitions) keep(byId, id, definition)
      used[direction].set(schema, root)
      return root
    },
    resolve,
    schemas: () => Object.fromEntries([...byId].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function keep(byId: Map<string, Schema>, id: string, definition: Schema) {
  const other = byId.get(id)
  if (other != null && JSON.stringify(other) !== JSON.stringify(definition)) {
    throw new Error(
      `Two schemas have the id "${id}" and differ: ${JSON.stringify(other)} and ${JSON.stringify(definition)}. ` +
        'Give each its own id, also when one and the same schema differs between requests and responses.',
    )
  }
  byId.set(id, definition)
}
