import * as z from 'zod'

/** The part of a JSON schema that the contracts' requests use. */
export type JsonSchema = {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  minProperties?: number
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  pattern?: string
  format?: string
  $ref?: string
  $defs?: Record<string, JsonSchema>
  /** Name of the component, where it has one. */
  name?: string
}

/** What a request may be, as JSON schema without references; a component keeps its name. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  // zod's type has every keyword there is; these are the ones that come.
  const root = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema
  return resolve(root, root.$defs ?? {})
}

function resolve(schema: JsonSchema, defs: Record<string, JsonSchema>): JsonSchema {
  const { $ref, $defs: _, ...own } = schema
  const name = $ref?.replace('#/$defs/', '')
  const target = name == null ? {} : resolve(defs[name] ?? {}, defs)
  const merged: JsonSchema = { ...target, ...own, ...(name == null ? {} : { name }) }
  if (merged.properties != null) {
    const fields = Object.entries(merged.properties)
    merged.properties = Object.fromEntries(fields.map(([key, each]) => [key, resolve(each, defs)]))
  }
  if (merged.items != null) merged.items = resolve(merged.items, defs)
  if (merged.anyOf != null) merged.anyOf = merged.anyOf.map((each) => resolve(each, defs))
  return merged
}

/** True when the schema takes a value of that JSON type. */
export function takes({ type, anyOf }: JsonSchema, wanted: string): boolean {
  if (anyOf != null) return anyOf.some((each) => takes(each, wanted))
  const types = type == null ? [] : [type].flat()
  return types.length === 0 || types.includes(wanted)
}
