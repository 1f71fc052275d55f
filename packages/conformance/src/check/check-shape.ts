import { describeIssue } from '@aloha-pi/contracts'
import type { Operation } from '../model/operations.ts'
import { headerOf, jsonOf, type WireResponse } from '../http/wire.ts'

/** What the contract of the operation says against the response: status, media type and schema. */
export function shapeProblems(operation: Operation, response: WireResponse): string[] {
  const { status, text } = response
  if (status >= 500) return [`status ${status} is a server error`]
  const declared = operation.responses[status] ?? undeclared(operation, status)
  if (declared == null) {
    const known = Object.keys(operation.responses).join(', ')
    return [`status ${status} is not declared for ${operation.name}, only ${known}`]
  }
  if (typeof declared === 'symbol') {
    return text === '' ? [] : [`the body of a ${status} must be empty`]
  }
  const problems = mediaTypeProblems(response)
  const json = jsonOf(response)
  if (json === undefined) return [...problems, `the body of the ${status} is not JSON`]
  const parsed = declared.safeParse(json)
  if (parsed.success) return problems
  const { field, rule } = describeIssue(parsed.error, 'body')
  return [...problems, `${field} ${rule} (schema of ${operation.name}, status ${status})`]
}

/**
 * Of Pi's refusals most statuses are not public: any 4xx may come, in the shape of errors. The aloha-pi
 * API has the statuses of its contract and no others.
 */
function undeclared({ api, responses }: Operation, status: number) {
  return api === 'platform' && status >= 400 ? responses[400] : undefined
}

function mediaTypeProblems(response: WireResponse): string[] {
  const type = headerOf(response, 'content-type')
  return type != null && /^application\/json\s*(;|$)/i.test(type)
    ? []
    : [`content-type is ${type ?? 'absent'}, not application/json`]
}
