import { describeFailure } from './describe-failure.ts'
import { apiNames, type CaseResult, type Report } from './report.ts'

const marks: Record<CaseResult['outcome'], string> = {
  passed: 'ok  ',
  failed: 'FAIL',
  skipped: 'skip',
}

/** What is about to run. */
export function headLines(
  report: Pick<Report, 'target' | 'baseUrl' | 'control' | 'write' | 'seed'>,
): string[] {
  const { target, baseUrl, control, write, seed } = report
  return [
    `conformance of the ${apiNames[target]} at ${baseUrl}`,
    `  ${write ? 'reads and writes' : 'read-only'}; ${
      control == null ? 'no mock plays the user' : `the mock at ${control} plays the user`
    }; seed ${seed}`,
  ]
}

/** One case in one line. */
export function resultLine({ outcome, id, title }: CaseResult): string {
  return `${marks[outcome]} ${id}  ${title}`
}

/** Failures in full, why cases were skipped, and the sums. */
export function closingLines(report: Report): string[] {
  const { results, counts, requests, milliseconds } = report
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  const { passed, failed: failures, skipped } = counts
  return [
    ...failed.flatMap((each, place) => failureLines(each, place + 1)),
    '',
    ...skippedLines(results),
    `${failures} failed, ${passed} passed, ${skipped} skipped: ${requests} requests in ${(milliseconds / 1000).toFixed(1)} s`,
    ...(failures === 0 ? [] : [`the same run again: ${report.command}`]),
  ]
}

function failureLines(result: CaseResult, number: number): string[] {
  const title = `${number}) ${result.id}: ${result.title}`
  return ['', title, ...describeFailure(result).map((line) => `   ${line}`)]
}

function skippedLines(results: readonly CaseResult[]): string[] {
  const byReason = Map.groupBy(
    results.filter(({ outcome }) => outcome === 'skipped'),
    ({ reason }) => reason,
  )
  return [...byReason].map(([reason, all]) => `${all.length} skipped: ${reason}`)
}
