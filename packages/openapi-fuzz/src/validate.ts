import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { ApiDocument, Schema } from './document.ts'

/**
 * Says what is wrong with a value by a schema of the document; undefined: nothing. Schemas are compiled once.
 * `fromText`: values of parameters and forms, which are text for numbers too.
 */
export function createValidate(document: ApiDocument, { fromText = false } = {}) {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    coerceTypes: fromText,
  })
  addFormats.default(ajv)
  // Words of OpenAPI beside those of JSON Schema.
  ajv.addVocabulary(['example', 'discriminator'])
  // Named one by one, each is compiled once for all schemas that refer to it.
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    ajv.addSchema(schema, `#/components/schemas/${name}`)
  }
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema: Schema, value: unknown): string | undefined => {
    const check = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, check)
    return check(value) ? undefined : ajv.errorsText(check.errors)
  }
}
