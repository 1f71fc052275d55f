import type { JournalEntry } from '@aloha-pi/contracts/wire'
import { differences, type ExpectedRequest, type Holds } from './expected-request.ts'

/** What the matcher needs of vitest. */
export type MatcherPorts = {
  holds: Holds
  print: (value: unknown) => string
}

export type Judged = { pass: boolean; message: () => string }

/** What a mock received: requests to the operation, and the newest of all. */
export type Received = { ofOperation: readonly JournalEntry[]; newest: readonly JournalEntry[] }

/** Compares what a mock received with what a test expects. */
export function judgeReceived(
  received: Received,
  { operation, expected }: { operation: string; expected: ExpectedRequest },
  ports: MatcherPorts,
): Judged {
  const matching = received.ofOperation.filter(
    (entry) => differences(entry, expected, ports.holds).length === 0,
  )
  const { times } = expected
  const pass = times == null ? matching.length > 0 : matching.length === times
  return {
    pass,
    message: () =>
      [
        `The mock received ${count(matching.length, operation, expected)}; expected ${pass ? 'not ' : ''}${times ?? 'at least 1'}.`,
        ...(matching.length === 0
          ? describeNearest(received, expected, ports)
          : matching.map((entry) => `  ${lineOf(entry)}`)),
      ].join('\n'),
  }
}

function count(found: number, operation: string, expected: ExpectedRequest): string {
  const { times: _, ...wanted } = expected
  const matching = Object.values(wanted).some((value) => value !== undefined) ? 'matching ' : ''
  return `${found} ${matching}${found === 1 ? 'request' : 'requests'} to ${operation}`
}

/** The request that comes nearest: of the same operation, else the newest of all. */
function describeNearest(
  { ofOperation, newest }: Received,
  expected: ExpectedRequest,
  { holds, print }: MatcherPorts,
): string[] {
  if (newest.length === 0) return ['It received no request at all.']
  const [nearest] = ofOperation
    .map((entry) => ({ entry, different: differences(entry, expected, holds) }))
    .toSorted((a, b) => a.different.length - b.different.length || b.entry.id - a.entry.id)
  if (nearest == null) {
    const lines = newest.map((entry) => `  ${lineOf(entry)}`)
    return ['The newest requests that it received:', ...lines]
  }
  const { entry, different } = nearest
  return [
    `The nearest: ${lineOf(entry)}`,
    ...different.flatMap((field) => [
      `  ${field} expected: ${print(expected[field as keyof ExpectedRequest])}`,
      `  ${field} received: ${print(valueOf(entry, field))}`,
    ]),
  ]
}

function valueOf(entry: JournalEntry, field: string): unknown {
  switch (field) {
    case 'status':
      return entry.response?.status
    case 'body':
      return entry.request.body
    case 'response':
      return entry.response?.body
    default:
      return entry[field as keyof JournalEntry]
  }
}

function lineOf({ id, method, path, operation, response, rule }: JournalEntry): string {
  const status = response == null ? 'no response' : String(response.status)
  const named = operation == null ? 'no operation' : operation
  return `#${id} ${method} ${path} (${named}) -> ${status}${rule == null ? '' : ` ${rule}`}`
}
