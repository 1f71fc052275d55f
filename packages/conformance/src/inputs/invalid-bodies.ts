import type * as z from 'zod'
import { invalidValues } from './invalid-values.ts'
import { jsonSchemaOf, takes, type JsonSchema } from './json-schema.ts'

/** A body that the schema refuses: one thing is wrong with it. */
export type InvalidBody = {
  /** The field with the fault, as `payment.amount`; `body` for the whole. */
  field: string
  label: string
  body: unknown
}

type Json = Readonly<Record<string, unknown>>

/**
 * Every body that differs from a valid one in one place and that the schema refuses: each field left out, of
 * each other type, beyond each boundary; fields that no one knows where they are refused.
 */
export function invalidBodies(schema: z.ZodType, valid: Json): InvalidBody[] {
  const root = jsonSchemaOf(schema)
  const whole = invalidValues(root).map(({ label, value }) => ({
    field: 'body',
    label,
    body: value,
  }))
  const inside = spoilFields(root, valid, []).map(({ field, label, body }) => ({
    field: field.join('.'),
    label,
    body,
  }))
  const all = [...whole, ...inside]
  return all.filter(({ body }) => !schema.safeParse(body).success)
}

type Spoilt = { field: readonly string[]; label: string; body: unknown }

function spoilFields(schema: JsonSchema, valid: unknown, path: readonly string[]): Spoilt[] {
  if (Array.isArray(valid)) return spoilItems(schema, valid, path)
  if (!isObject(valid) || schema.properties == null) return []
  const unknown = schema.additionalProperties === false ? [spoilUnknown(valid, path)] : []
  const names = Object.keys(schema.properties)
  return unknown.concat(names.flatMap((name) => spoilField(schema, valid, path, name)))
}

function spoilField(
  schema: JsonSchema,
  valid: Json,
  path: readonly string[],
  name: string,
): Spoilt[] {
  const each = schema.properties?.[name] ?? {}
  const field = [...path, name]
  const { [name]: own, ...without } = valid
  const put = (label: string, value: unknown, where: readonly string[] = field): Spoilt => ({
    field: where,
    label,
    body: { ...valid, [name]: value },
  })
  const isRequired = schema.required?.includes(name) === true
  return [
    ...(isRequired ? [{ field, label: 'missing', body: without }] : []),
    ...invalidValues(each).map(({ label, value }) => put(label, value)),
    ...spoilFields(each, own, field).map((inner) => put(inner.label, inner.body, inner.field)),
  ]
}

function spoilUnknown(valid: Json, path: readonly string[]): Spoilt {
  const field = path.length === 0 ? ['body'] : path
  return { field, label: 'with an unknown field', body: { ...valid, surprise: 1 } }
}

/** The first item in each way, and too many of them. */
function spoilItems(
  schema: JsonSchema,
  valid: readonly unknown[],
  path: readonly string[],
): Spoilt[] {
  const { items = {}, maxItems } = schema
  const [first, ...rest] = valid
  const tooMany =
    maxItems == null
      ? []
      : [
          {
            field: path,
            label: `of more than ${maxItems} items`,
            body: Array.from({ length: maxItems + 1 }, () => first),
          },
        ]
  const wrong = takes(items, 'null')
    ? []
    : [{ field: path, label: 'with null in it', body: [null] }]
  const inside = spoilFields(items, first, [...path, '0']).map(
    ({ field, label, body }): Spoilt => ({ field, label, body: [body].concat(rest) }),
  )
  return [...tooMany, ...wrong, ...inside]
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value != null && !Array.isArray(value)
}
