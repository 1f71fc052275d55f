import type { OperationObject, ResponseObject } from 'openapi3-ts/oas31'
import { compareContents, type DocumentPair, type OperationChange } from './compare-contents.ts'

/** The breaking changes of responses, by status. */
export function compareResponses(
  before: OperationObject,
  after: OperationObject,
  documents: DocumentPair,
): OperationChange[] {
  const old: Record<string, ResponseObject> = before.responses ?? {}
  const now: Record<string, ResponseObject> = after.responses ?? {}
  const statuses = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return statuses.flatMap((status) => compareResponse(status, old[status], now[status], documents))
}

function compareResponse(
  status: string,
  before: ResponseObject | undefined,
  after: ResponseObject | undefined,
  documents: DocumentPair,
): OperationChange[] {
  const place = `response ${status}`
  if (after == null) return [{ place, rule: 'status removed', now: 'is gone' }]
  if (before == null) {
    // A client has to cope with any refusal, but takes a success for one that it knows.
    return Number(status) < 400 ? [{ place, rule: 'success added', now: 'is new' }] : []
  }
  const [old, now] = [before.content ?? {}, after.content ?? {}]
  return [
    ...compareErrors(before, after, place),
    ...compareContents(old, now, 'response', place, documents),
  ]
}

/** In the schemas, error codes are open text; what `x-evidence` lists is what a client asks for. */
function compareErrors(
  before: ResponseObject,
  after: ResponseObject,
  place: string,
): OperationChange[] {
  const now = codesOf(after)
  return codesOf(before)
    .filter((code) => !now.includes(code))
    .map((code) => ({ place, rule: 'error removed', now: `no longer carries the error ${code}` }))
}

function codesOf(response: ResponseObject): string[] {
  const rows: unknown = response['x-evidence']
  if (!Array.isArray(rows)) return []
  return rows.flatMap(({ code }) => (typeof code === 'string' ? [code] : []))
}
