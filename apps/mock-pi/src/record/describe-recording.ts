import type { RecordedDifference, Recording } from './recording.ts'

/** What the last run found, in lines for people. */
export function describeRecording(recording: Recording, exchanges: number): string[] {
  const { runs, differences, operations, left_out: leftOut } = recording
  const seen = differences.filter((each) => each.last_run === runs)
  const isNew = ({ first_run: firstRun }: RecordedDifference) => firstRun === runs
  const called = new Set(
    operations.filter((each) => each.last_run === runs).map((each) => each.operation),
  )
  const gone = differences.filter(
    ({ last_run: lastRun, operation }) => lastRun !== runs && called.has(operation),
  )
  const known = runs === 1 ? '' : `, ${seen.filter(isNew).length} of them new`
  return [
    `Run ${runs}: ${plural(exchanges, 'exchange')} with ${plural(called.size, 'operation')}, ${plural(seen.length, 'difference')}${known}.`,
    ...byOperation(seen, (each) => (runs > 1 && isNew(each) ? 'new  ' : '')),
    ...(gone.length === 0
      ? []
      : ['', 'Known from earlier runs, and not seen in this one:', ...byOperation(gone, () => '')]),
    ...countLines(
      'Bodies that were passed on and not compared, in all runs:',
      recording.not_compared,
    ),
    ...countLines('Requests without a whole response, in all runs:', recording.unfinished),
    ...(leftOut === 0 ? [] : ['', `${leftOut} more were left out: a recording has a limit.`]),
  ]
}

function byOperation(
  differences: readonly RecordedDifference[],
  mark: (difference: RecordedDifference) => string,
): string[] {
  const names = [...new Set(differences.map(({ operation }) => operation))]
  return names.flatMap((name) => {
    const own = differences.filter(({ operation }) => operation === name)
    const lines = own.map((each) => `  ${mark(each)}${describeDifference(each)}`)
    return ['', name].concat(lines)
  })
}

/** As `response 200: body.status.frozen: extra member (boolean)`. */
export function describeDifference({
  part,
  place,
  kind,
  expected,
  found,
}: Pick<RecordedDifference, 'part' | 'place' | 'kind' | 'expected' | 'found'>): string {
  return `${part}: ${place}: ${kind} (${detailOf({ kind, expected, found })})`
}

function detailOf({
  kind,
  expected,
  found,
}: Pick<RecordedDifference, 'kind' | 'expected' | 'found'>): string {
  if (kind === 'extra member' || kind === 'unknown operation') return found
  return kind === 'missing member' ? expected : `${found}, not ${expected}`
}

function countLines(title: string, counts: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(counts)
  return rows.length === 0 ? [] : ['', title, ...rows.map(([name, each]) => `  ${name}: ${each}`)]
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
