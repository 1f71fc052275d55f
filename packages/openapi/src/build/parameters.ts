import type { AppRoute } from '@ts-rest/core'
import type { ParameterObject, SchemaObject } from 'openapi3-ts/oas31'
import * as z from 'zod'
import type { Components } from '../schema/components.ts'
import type { OperationExamples } from './document-source.ts'
import type { Schema } from '../schema/json-schema.ts'
import type { PathVariant } from './path-variants.ts'

/** Path, query and header parameters of one path of a route. Each has an example: try-it needs a value. */
export function parametersOf(
  route: AppRoute,
  variant: PathVariant,
  components: Components,
  examples: OperationExamples['parameters'] = {},
): ParameterObject[] {
  const describe = (place: ParameterObject['in'], each: Property): ParameterObject => {
    const { description, examples: inSchema } = components.resolve(each.schema)
    const example = examples[each.name] ?? inSchema?.[0]
    if (example === undefined) {
      throw new Error(`${route.path}: the ${place} parameter "${each.name}" has no example`)
    }
    return {
      name: place === 'header' ? canonicalHeader(each.name) : each.name,
      in: place,
      required: each.required,
      ...(description != null && { description }),
      schema: each.schema,
      ...(place === 'query' && !each.required ? unchosen(example) : { example }),
    }
  }

  const inPath = propertiesOf(asSchema(route.pathParams), components)
  return [
    ...variant.parameters.map((name) => {
      const property = inPath.find((each) => each.name === name)
      if (property == null)
        throw new Error(`${route.path}: pathParams has no schema for ":${name}"`)
      return describe('path', { ...property, required: true })
    }),
    ...propertiesOf(asSchema(route.query), components).map((each) => describe('query', each)),
    ...propertiesOf(headersSchema(route), components).map((each) => describe('header', each)),
  ]
}

/** An optional query parameter narrows the response: try-it shows the example and leaves the parameter out. */
function unchosen(value: unknown): Pick<ParameterObject, 'examples'> {
  return { examples: { example: { value, 'x-disabled': true } } }
}

type Property = { name: string; schema: Schema; required: boolean }

function propertiesOf(schema: z.ZodType | undefined, components: Components): Property[] {
  if (schema == null) return []
  const { properties = {}, required = [] }: SchemaObject = components.resolve(
    components.use(schema, 'input'),
  )
  return Object.entries(properties).map(([name, each]) => ({
    name,
    schema: each,
    required: required.includes(name),
  }))
}

function headersSchema({ headers }: AppRoute): z.ZodType | undefined {
  // ts-rest types headers against several schema libraries; the contracts use records of zod schemas.
  return headers == null ? undefined : z.object(headers as Record<string, z.ZodType>)
}

function asSchema(schema: unknown): z.ZodType | undefined {
  // As above.
  return schema as z.ZodType | undefined
}

/** HTTP header names are case-insensitive; documents write `Idempotency-Key`. */
function canonicalHeader(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}
