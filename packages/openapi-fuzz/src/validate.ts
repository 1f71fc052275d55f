import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { wholeSchema, type ApiDocument, type Schema } from './document.ts'

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
  ajv.addVocabulary(['components', 'example', 'discriminator'])
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema: Schema, value: unknown): string | undefined => {
    const check = compiled.get(schema) ?? ajv.compile(wholeSchema(document, schema))
    compiled.set(schema, check)
    return check(value) ? undefined : ajv.errorsText(check.errors)
  }
}
