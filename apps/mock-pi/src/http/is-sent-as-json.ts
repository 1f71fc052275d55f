import type { Request } from 'express'

/** What changes nothing and needs no body. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * False for a request that may change something and is not application/json: a form cannot send that type, and a script
 * of another origin only after a preflight.
 */
export function isSentAsJson({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  return READS.has(method) || /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
}
