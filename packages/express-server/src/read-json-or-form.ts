import type { Request } from 'express'
import { judgeNumber } from './find-json-loss.ts'
import { LossyJsonError } from './lossy-json-error.ts'
import { parseForm, type FormFields } from './parse-form.ts'
import {
  checkShape,
  decode,
  mediaTypeOf,
  parseJson,
  readBody,
  requireUtf8,
  type BodyLimits,
} from './read-json-body.ts'

export type FormOptions = {
  /** Members whose text is a number, as `payment.amount`: a form can write it no other way. */
  numbers: readonly string[]
  /** Whether a member that the body lacks is looked for in the query. */
  takesQuery: boolean
}

const FORM = 'application/x-www-form-urlencoded'
const DECIMAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

/**
 * As `readJsonBody`. Routes whose metadata says `takesForms` take forms too, as Rails reads them: by their content type,
 * or without one where the body is neither an object nor an array of JSON.
 */
export function readJsonOrForm(limits: BodyLimits, { numbers, takesQuery }: FormOptions) {
  const readForm = (text: string) => {
    const fields = parseForm(text, limits.depth)
    checkShape(fields, limits)
    return numbers.reduce((read, path) => readNumber(read, path), fields)
  }
  return readBody(limits, (req, bytes) => {
    if (!takesForms(req)) return bytes == null ? undefined : parseJson(req, bytes, limits)
    const isForm = bytes != null && looksLikeForm(req, bytes)
    if (isForm) requireUtf8(req.headers['content-type'] ?? FORM)
    const json = bytes == null || isForm ? undefined : parseJson(req, bytes, limits)
    const body = isForm ? readForm(decode(bytes)) : json
    const query = takesQuery ? queryOf(req) : ''
    if (query === '' || !(body === undefined || isObject(body))) return body
    return { ...readForm(query), ...body }
  })
}

function takesForms(req: Request): boolean {
  const { tsRestRoute } = req as { tsRestRoute?: { metadata?: unknown } }
  const metadata = tsRestRoute?.metadata
  return isObject(metadata) && metadata['takesForms'] === true
}

function looksLikeForm({ headers }: Request, bytes: Buffer): boolean {
  const type = headers['content-type']
  return type == null
    ? !/^\s*[[{]/.test(bytes.toString('latin1', 0, 100))
    : mediaTypeOf(type) === FORM
}

function queryOf({ originalUrl }: Request): string {
  const start = originalUrl.indexOf('?')
  return start === -1 ? '' : originalUrl.slice(start + 1)
}

/** The fields with the number at a dotted path; what is not a decimal stays text, for the contract to refuse. */
function readNumber(fields: FormFields, path: string, field = path): FormFields {
  const [name = '', ...inner] = path.split('.')
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (inner.length > 0) {
    if (!isObject(value)) return fields
    return { ...fields, [name]: readNumber(value, inner.join('.'), field) }
  }
  if (typeof value !== 'string' || !DECIMAL.test(value)) return fields
  const rule = judgeNumber(value)
  if (rule != null) throw new LossyJsonError({ field, rule })
  return { ...fields, [name]: Number(value) }
}

function isObject(value: unknown): value is FormFields {
  return typeof value === 'object' && value != null && !Array.isArray(value)
}
