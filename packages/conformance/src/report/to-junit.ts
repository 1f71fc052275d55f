import { escapeMarkup } from './escape-markup.ts'
import { describeFailure } from './describe-failure.ts'
import type { CaseResult, Report } from './report.ts'

/** The report as JUnit XML: one suite for each operation. */
export function toJunit(report: Report): string {
  const { target, baseUrl, counts, results, milliseconds } = report
  const suites = [...Map.groupBy(results, ({ operation }) => operation)]
  const total = attributes({
    name: `conformance of ${target} at ${baseUrl}`,
    tests: results.length,
    failures: counts.failed,
    skipped: counts.skipped,
    errors: 0,
    time: seconds(milliseconds),
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${total}>`,
    ...suites.flatMap(([operation, all]) => suiteLines(`${target} ${operation}`, all)),
    '</testsuites>',
    '',
  ].join('\n')
}

function suiteLines(name: string, results: readonly CaseResult[]): string[] {
  const count = (wanted: CaseResult['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length
  const own = attributes({
    name,
    tests: results.length,
    failures: count('failed'),
    skipped: count('skipped'),
    errors: 0,
    time: seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  })
  return [
    `  <testsuite ${own}>`,
    ...results.flatMap((each) => caseLines(name, each)),
    '  </testsuite>',
  ]
}

function caseLines(suite: string, result: CaseResult): string[] {
  const { id, title, outcome, milliseconds, problems, reason = '' } = result
  const own = attributes({ classname: suite, name: `${id}: ${title}`, time: seconds(milliseconds) })
  switch (outcome) {
    case 'passed':
      return [`    <testcase ${own}/>`]
    case 'skipped':
      return [
        `    <testcase ${own}>`,
        `      <skipped ${attributes({ message: reason })}/>`,
        '    </testcase>',
      ]
    case 'failed':
      return [
        `    <testcase ${own}>`,
        `      <failure ${attributes({ message: problems[0] ?? 'failed', type: 'conformance' })}>`,
        escapeXml(describeFailure(result).join('\n')),
        '      </failure>',
        '    </testcase>',
      ]
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join(' ')
}

/** Text for an element or an attribute; characters that XML has no room for are shown as their code points. */
function escapeXml(text: string): string {
  return escapeMarkup(text).replace(
    NOT_XML,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

// XML 1.0 has no other control characters than tab, line feed and carriage return, not even escaped.
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
