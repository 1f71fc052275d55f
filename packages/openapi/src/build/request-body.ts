import { ContractNoBody, type AppRoute } from '@ts-rest/core'
import type { EncodingObject, MediaTypeObject, RequestBodyObject } from 'openapi3-ts/oas31'
import * as z from 'zod'
import type { Components } from '../schema/components.ts'
import type { Schema } from '../schema/json-schema.ts'
import type { OperationExamples, OperationNotes } from './document-source.ts'

const JSON_TYPE = 'application/json'
const URL_ENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

const ignoredBodySchema = z
  .looseObject({})
  .nullable()
  .meta({
    id: 'IgnoredBody',
    description:
      'Nothing of it is read. Official clients send nothing, null, `{}` or fields of their own.',
    examples: [{}],
  })

/** The request body of a route: each content type that it takes, with an example. Undefined where it takes none. */
export function requestBodyOf(
  route: AppRoute,
  { takesForms = false, takesMultipart = false }: OperationNotes,
  components: Components,
  { request }: OperationExamples,
): RequestBodyObject | undefined {
  if (!('body' in route) || route.body == null) return undefined
  if (route.body === ContractNoBody) return ignoredBody(components)
  if (request === undefined) throw new Error(`${route.path}: no example of a request body`)
  // ts-rest types bodies against several schema libraries; the contracts use zod 4.
  const body = route.body as z.ZodType
  const schema = components.use(body, 'input')
  return {
    required: !body.safeParse(undefined).success,
    content: {
      [route.contentType ?? JSON_TYPE]: { schema, example: request },
      ...(takesForms && { [URL_ENCODED]: formOf(schema, components) }),
      ...(takesMultipart && { [MULTIPART]: { schema } }),
    },
  }
}

function ignoredBody(components: Components): RequestBodyObject {
  const schema = components.use(ignoredBodySchema, 'input')
  return {
    required: false,
    content: { [JSON_TYPE]: { schema, example: {} }, [URL_ENCODED]: { schema } },
  }
}

/** A form in the nesting of Rails: `payment[memo]=…`. */
function formOf(schema: Schema, components: Components): MediaTypeObject {
  const { properties = {} } = components.resolve(schema)
  const nested = Object.entries(properties)
    .filter(([, each]) => components.resolve(each).type === 'object')
    .map(([name]): [string, EncodingObject] => [name, { style: 'deepObject', explode: true }])
  return { schema, ...(nested.length > 0 && { encoding: Object.fromEntries(nested) }) }
}
