import { BodyRefusal, readBytes } from '@aloha-pi/express-server'
import type { Request, RequestHandler } from 'express'

/** Largest form. A transaction of 100 operations and 20 signatures takes a quarter of it. */
export const FORM_BYTES = 65_536

const FIELD = 'tx'
const URL_ENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

/**
 * Puts the form of a submission into `req.body`. Horizon takes both kinds of form, reads a field of the query
 * where the form has none, and lets the transaction decide whether nothing at all is one.
 */
export function readFormBody(): RequestHandler {
  const read = readBytes(FORM_BYTES)
  return (req, res, next) => {
    if (req.method !== 'POST') return next()
    const take = async (error?: unknown) => {
      if (error != null) return next(error)
      try {
        req.body = { [FIELD]: await readTransaction(req) }
        next()
      } catch (refusal) {
        next(refusal)
      }
    }
    read(req, res, take)
  }
}

async function readTransaction(req: Request): Promise<string> {
  const bytes: unknown = req.body
  const fromForm = Buffer.isBuffer(bytes) ? await readField(req, bytes) : ''
  const fromQuery = req.query[FIELD]
  return fromForm === '' && typeof fromQuery === 'string' ? fromQuery : fromForm
}

async function readField({ headers }: Request, bytes: Buffer): Promise<string> {
  const type = headers['content-type'] ?? ''
  switch (type.split(';')[0]?.trim().toLowerCase()) {
    case '':
      return ''
    case URL_ENCODED:
      return onlyOne(new URLSearchParams(bytes.toString('utf8')).getAll(FIELD))
    case MULTIPART:
      return onlyOne(await readMultipart(type, bytes))
    default:
      throw new BodyRefusal('unsupported_media_type', `its content type is ${JSON.stringify(type)}`)
  }
}

async function readMultipart(type: string, bytes: Buffer) {
  try {
    const form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': type },
    }).formData()
    return form.getAll(FIELD)
  } catch (cause) {
    throw new BodyRefusal('malformed', 'it is not a valid form', { cause })
  }
}

/** The field as text; of two, no one knows which one is meant. */
function onlyOne(values: readonly unknown[]): string {
  const [first = '', ...others] = values
  if (others.length > 0) {
    throw new BodyRefusal('malformed', `the field ${FIELD} must be sent only once`)
  }
  return typeof first === 'string' ? first : ''
}
