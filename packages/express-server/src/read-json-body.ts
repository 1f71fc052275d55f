import { ContractNoBody, type AppRoute } from '@ts-rest/core'
import type { NextFunction, Request, Response } from 'express'
import { BodyRefusal } from './body-refusal.ts'
import { findJsonLoss } from './find-json-loss.ts'
import { LossyJsonError } from './lossy-json-error.ts'
import { readBytes } from './read-bytes.ts'

export type BodyLimits = {
  /** Largest body in bytes. */
  bytes: number
  /** Deepest nesting of objects and arrays; the body itself is level 1. */
  depth?: number
  /** Most object keys in the whole body. */
  keys?: number
}

/**
 * Middleware for ts-rest's `globalMiddleware`, after authentication: puts the JSON body into `req.body`,
 * undefined when there is none. A route whose contract says `noBody` accepts and ignores anything.
 */
export function readJsonBody(limits: BodyLimits) {
  return readBody(limits, (req, bytes) =>
    bytes == null ? undefined : parseJson(req, bytes, limits),
  )
}

/** Middleware that puts into `req.body` what `parse` makes of its bytes, undefined when there are none. */
export function readBody(
  limits: BodyLimits,
  parse: (req: Request, bytes: Buffer | undefined) => unknown,
) {
  const read = readBytes(limits.bytes)
  return (req: Request, res: Response, next: NextFunction) => {
    read(req, res, (error?: unknown) => {
      if (error != null) return next(error)
      try {
        const bytes: unknown = req.body
        const sent = Buffer.isBuffer(bytes) && bytes.length > 0 ? bytes : undefined
        req.body = ignoresBody(req) ? undefined : parse(req, sent)
        next()
      } catch (refusal) {
        next(refusal)
      }
    })
  }
}

function ignoresBody(req: Request): boolean {
  // ts-rest sets the route on the request before its global middleware runs.
  const { tsRestRoute } = req as { tsRestRoute?: AppRoute }
  return tsRestRoute != null && 'body' in tsRestRoute && tsRestRoute.body === ContractNoBody
}

/** The JSON of a body; throws `BodyRefusal` or `LossyJsonError`. */
export function parseJson(req: Request, bytes: Buffer, limits: BodyLimits): unknown {
  const contentType = req.headers['content-type']
  if (contentType != null) requireJson(contentType)
  const text = decode(bytes)
  const body = parseText(text)
  checkShape(body, limits)
  const loss = findJsonLoss(text)
  if (loss != null) throw new LossyJsonError(loss)
  return body
}

function requireJson(contentType: string) {
  const type = mediaTypeOf(contentType)
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(type)) {
    throw new BodyRefusal('unsupported_media_type', `its content type is ${JSON.stringify(type)}`)
  }
  requireUtf8(contentType)
}

/** The media type without its parameters, in lower case. */
export function mediaTypeOf(contentType: string): string {
  return contentType.toLowerCase().split(';')[0]?.trim() ?? ''
}

export function requireUtf8(contentType: string) {
  const [, ...parameters] = contentType.toLowerCase().split(';')
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='))
  if (charset != null && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new BodyRefusal('unsupported_media_type', 'its charset is not utf-8')
  }
}

export function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BodyRefusal('malformed', 'it is not valid UTF-8', { cause })
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BodyRefusal('malformed', 'it is not valid JSON', { cause })
  }
}

/** Walks without recursion: a body of only brackets must not exhaust the stack. */
export function checkShape(body: unknown, { depth = Infinity, keys = Infinity }: BodyLimits) {
  let seen = 0
  const pending: { value: unknown; level: number }[] = [{ value: body, level: 1 }]
  for (let next = pending.pop(); next != null; next = pending.pop()) {
    const { value, level } = next
    if (typeof value !== 'object' || value == null) continue
    if (level > depth) throw new BodyRefusal('too_complex', `it nests deeper than ${depth} levels`)
    // zod drops a `__proto__` key without a word; refused instead, so that nothing is lost.
    if (Object.hasOwn(value, '__proto__')) {
      throw new BodyRefusal('malformed', 'it has the key "__proto__"')
    }
    if (!Array.isArray(value)) seen += Object.keys(value).length
    if (seen > keys) throw new BodyRefusal('too_complex', `it has more than ${keys} keys`)
    for (const child of Object.values(value)) pending.push({ value: child, level: level + 1 })
  }
}
