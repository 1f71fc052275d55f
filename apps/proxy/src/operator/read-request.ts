import type { Socket } from 'node:net'
import { describeIssue } from '@aloha-pi/contracts'
import { MAX_REQUEST_BYTES, operatorRequestSchema, type OperatorRequest } from './operator-wire.ts'
import { readFirstLine } from './read-first-line.ts'

export type ReadRequest =
  | { kind: 'request'; request: OperatorRequest }
  /** A sentence that repeats no value: it may be a secret in the wrong place. */
  | { kind: 'refused'; problem: string }
  | { kind: 'none' }

/** The request of a connection, or what is wrong with it. */
export async function readRequest(socket: Socket, withinMs: number): Promise<ReadRequest> {
  const first = await readFirstLine(socket, { maxBytes: MAX_REQUEST_BYTES, withinMs })
  switch (first.kind) {
    case 'none':
      return first
    case 'too_long':
      return refuse(`The request must be one line of at most ${MAX_REQUEST_BYTES} bytes`)
    case 'line':
      return parseRequest(first.line)
  }
}

function parseRequest(line: string): ReadRequest {
  const json = parseJson(line)
  if (json == null) return refuse('The request must be one line of JSON')
  const parsed = operatorRequestSchema.safeParse(json.value)
  if (parsed.success) return { kind: 'request', request: parsed.data }
  const { field, rule } = describeIssue(parsed.error, 'request')
  return refuse(`The request is not valid: ${field} ${rule}`)
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function refuse(problem: string): ReadRequest {
  return { kind: 'refused', problem }
}
