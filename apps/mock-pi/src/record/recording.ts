import * as z from 'zod'
import type { CheckedExchange } from './check-exchange.ts'
import { differenceKey, differenceKinds, type Difference } from './difference.ts'

/** Against an upstream that invents names, or a client that does. */
const MAX_DIFFERENCES = 2_000
const MAX_OPERATIONS = 500

const count = z.number().int().nonnegative()
const differenceSchema = z.strictObject({
  operation: z.string(),
  part: z.string(),
  place: z.string(),
  kind: z.enum(differenceKinds),
  expected: z.string(),
  found: z.string(),
  /** In how many exchanges, of all runs. */
  count,
  /** Number of the run that saw it first, and last. */
  first_run: count,
  last_run: count,
})

/** The file of a recording: what all its runs found. It has names and types, never a value. */
export const recordingSchema = z.strictObject({
  format: z.literal('mock-pi recording'),
  version: z.literal(1),
  runs: count,
  operations: z.array(
    z.strictObject({
      operation: z.string(),
      /** Exchanges of all runs, by the status of the response. */
      statuses: z.record(z.string().regex(/^\d{3}$/), count),
      last_run: count,
    }),
  ),
  differences: z.array(differenceSchema),
  /** Why bodies were not compared, with how many, of all runs. */
  not_compared: z.record(z.string(), count),
  /** Requests without a whole response, by the reason, of all runs. */
  unfinished: z.record(z.string(), count),
  /** Differences and operations beyond what one file takes. */
  left_out: count,
})
export type Recording = z.infer<typeof recordingSchema>
export type RecordedDifference = Recording['differences'][number]

/** What a run adds to the runs before it. */
export type RecordingBook = {
  /** Returns the differences that no run before this moment had. */
  add(checked: CheckedExchange, status: number): Difference[]
  addUnfinished(reason: string): void
  read(): Recording
}

export function openRecording(before: Recording | undefined): RecordingBook {
  const run = (before?.runs ?? 0) + 1
  const differences = new Map(
    before?.differences.map((each) => [differenceKey(each), each] as const),
  )
  const operations = new Map(before?.operations.map((each) => [each.operation, each] as const))
  const notCompared = { ...before?.not_compared }
  const unfinished = { ...before?.unfinished }
  let leftOut = before?.left_out ?? 0

  function countOperation(operation: string, status: number) {
    const known = operations.get(operation)
    if (known == null && operations.size >= MAX_OPERATIONS) return (leftOut += 1)
    const statuses = { ...known?.statuses }
    increase(statuses, String(status))
    return operations.set(operation, { operation, statuses, last_run: run })
  }

  function addDifference(difference: Difference): boolean {
    const key = differenceKey(difference)
    const known = differences.get(key)
    if (known != null) {
      differences.set(key, { ...known, count: known.count + 1, last_run: run })
      return false
    }
    if (differences.size >= MAX_DIFFERENCES) {
      leftOut += 1
      return false
    }
    differences.set(key, { ...difference, count: 1, first_run: run, last_run: run })
    return true
  }

  return {
    add({ operationName, differences: found, notCompared: reasons }, status) {
      countOperation(operationName, status)
      for (const reason of reasons) increase(notCompared, reason)
      return found.filter(addDifference)
    },
    addUnfinished: (reason) => increase(unfinished, reason),
    read: () => ({
      format: 'mock-pi recording',
      version: 1,
      runs: run,
      operations: [...operations.values()].toSorted((a, b) => byText(a.operation, b.operation)),
      differences: [...differences.entries()]
        .toSorted(([a], [b]) => byText(a, b))
        .map(([, each]) => each),
      not_compared: { ...notCompared },
      unfinished: { ...unfinished },
      left_out: leftOut,
    }),
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function increase(counts: Record<string, number>, name: string) {
  counts[name] = (counts[name] ?? 0) + 1
}
