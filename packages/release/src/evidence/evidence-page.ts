import { errorEvidence, operationEvidence, type Evidence } from '@aloha-pi/contracts/evidence'
import { levelOf, sourceOf, table } from '@aloha-pi/openapi'
import type { Drivers, DriverTables } from './driver-rows.ts'

type Row = { name: string; evidence: Evidence; drivers: Drivers }
type Section = { title: string; operations: Row[]; errors: Row[] }

const levels = ['assumed', 'inferred', 'documented', 'captured'] as const

const INTRODUCTION = `# Evidence

This page says how we know each operation and error of three APIs, and which of our tests use it. The OpenAPI documents show the same evidence as \`x-evidence\`.

\`pnpm generate\` writes the page from the contracts, the recorded exchanges, the conformance cases and a checked list of tests. \`pnpm check\` fails when it is out of date.

| level | how it is known |
| --- | --- |
| captured | someone published a response of the live service |
| documented | the service's own documents say so |
| inferred | from official client code or a developer's report |
| assumed | no source; our servers need some behaviour |

- A test shows that our mock, proxy and client agree with this page. Only a source shows that Pi does. Nothing here was tried against Pi itself.
- A recorded exchange (\`packages/contracts/fixtures/wire\`) is what a source shows. The contracts must accept it.
- The conformance cases run against the mock (Platform API) and the proxy (aloha-pi API), and both pass all of them.`

/** The page of all operations and errors of three APIs; the least known come first. */
export function evidencePage(tables: DriverTables): string {
  const sections = sectionsOf(tables)
  return [
    INTRODUCTION,
    countsOf(sections),
    '## Not proven',
    notDriven(sections),
    assumedOf(sections),
    partlyAssumed(sections),
    ...sections.flatMap(sectionOf),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function sectionOf({ title, operations, errors }: Section): string[] {
  const parts = weakestFirst(operations).map(operationOf)
  return [`## ${title}`, '### Operations', ...parts, '### Errors', errorsList(weakestFirst(errors))]
}

function sectionsOf({ operations, errors }: DriverTables): Section[] {
  return [
    {
      title: 'Platform API',
      operations: rowsOf(operationEvidence.platform, operations.platform),
      errors: [
        ...rowsOf(errorEvidence.platform, errors.platform),
        ...rowsOf(errorEvidence.notification, errors.notification, 'notifications: '),
        ...rowsOf(errorEvidence.verification, errors.verification, 'verification_error: '),
      ],
    },
    {
      title: 'Blockchain API (Horizon)',
      operations: rowsOf(operationEvidence.chain, operations.chain),
      errors: rowsOf(errorEvidence.chain, errors.chain),
    },
    {
      title: 'aloha-pi API',
      operations: rowsOf(operationEvidence.aloha, operations.aloha),
      errors: rowsOf(errorEvidence.aloha, errors.aloha),
    },
  ]
}

function rowsOf(
  evidence: Readonly<Record<string, Evidence>>,
  drivers: Readonly<Record<string, Drivers>>,
  prefix = '',
): Row[] {
  return Object.entries(evidence).map(([name, each]) => ({
    name: `${prefix}${name}`,
    evidence: each,
    drivers: drivers[name] ?? {},
  }))
}

function countsOf(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title, operations, errors }) => [
    [`${title}, operations`, operations] as const,
    [`${title}, errors`, errors] as const,
  ])
  return table(['', ...levels, 'used by no test'], rows.map(countOf))
}

function countOf([title, rows]: readonly [string, Row[]]): string[] {
  const ofLevel = levels.map((level) => rows.filter(({ evidence }) => evidence.level === level))
  return [title, ...[...ofLevel, rows.filter(isNotDriven)].map((each) => String(each.length))]
}

function notDriven(sections: readonly Section[]): string {
  return list(
    '**Used by no test.** They are in the contracts, but no test shows that they work:',
    sections,
    isNotDriven,
  )
}

function assumedOf(sections: readonly Section[]): string {
  return list('**Assumed.** No source says that they exist:', sections, isAssumed)
}

function partlyAssumed(sections: readonly Section[]): string {
  return list(
    '**Assumed in part.** A source says that they exist. The lists below name the assumed parts:',
    sections,
    ({ evidence: { level, assumed = [] } }) => level !== 'assumed' && assumed.length > 0,
  )
}

function list(title: string, sections: readonly Section[], chosen: (row: Row) => boolean): string {
  const lines = sections.map(({ title, operations, errors }) => {
    const rows = [...operations, ...errors].filter(chosen)
    return `- ${title}: ${rows.length === 0 ? 'none' : rows.map(({ name }) => `\`${name}\``).join(', ')}`
  })
  return [title, '', ...lines].join('\n')
}

function isAssumed({ evidence }: Row): boolean {
  return evidence.level === 'assumed'
}

/** A case that would take another error as well does not drive this one. */
function isNotDriven({ drivers }: Row): boolean {
  return Object.keys(drivers).every((kind) => kind === 'amongOthers')
}

function weakestFirst(rows: readonly Row[]): Row[] {
  const rank = (row: Row) =>
    (isNotDriven(row) ? 0 : 10) +
    levels.indexOf(row.evidence.level) +
    (row.evidence.assumed == null ? 0.5 : 0)
  return rows.toSorted((one, other) => rank(one) - rank(other))
}

function operationOf({ name, evidence, drivers }: Row): string {
  const heading = `#### ${name}`
  const known = `**${levelOf(evidence)}.** ${sourceOf(evidence)}`
  return [heading, known, ['Used by:', '', ...driverLines(drivers, `${name}/`)].join('\n')].join(
    '\n\n',
  )
}

function driverLines(drivers: Drivers, prefix: string): string[] {
  const { clients = [], conformance = [], properties = [], fixtures = [], tests = [] } = drivers
  const lines = [
    line('official clients', clients),
    line('recorded exchanges', fixtures),
    line(
      'conformance cases',
      conformance.map((id) => id.replace(prefix, '')),
    ),
    line(
      'property tests',
      properties.map((id) => id.replace(prefix, '')),
    ),
    line('other tests', tests),
  ].filter((each) => each !== '')
  return lines.length === 0 ? ['- no test'] : lines
}

function line(title: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  return `- ${title} (${names.length}): ${names.map((name) => `\`${name}\``).join(', ')}`
}

/** One entry for each error; a table of these texts would be a thousand columns wide. */
function errorsList(rows: readonly Row[]): string {
  return rows
    .flatMap(({ name, evidence, drivers }) => [
      `- \`${name}\`: **${levelOf(evidence)}.** ${sourceOf(evidence)}`,
      ...driversOfError(drivers).map((each) => `  - ${each}`),
    ])
    .join('\n')
}

const SHOWN = 4

function driversOfError(drivers: Drivers): string[] {
  const {
    clients = [],
    conformance = [],
    amongOthers = [],
    properties = [],
    fixtures = [],
    tests = [],
  } = drivers
  const parts = [
    some('official clients', clients),
    some('recorded exchanges', fixtures),
    some('conformance cases', conformance),
    some('property tests', properties),
    some('other tests', tests),
    some('cases that accept other errors as well', amongOthers),
  ].filter((each) => each !== '')
  return parts.length === 0 ? ['no test'] : parts
}

function some(title: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length > SHOWN ? `, ${names.length - SHOWN} more` : ''
  const shown = names.slice(0, SHOWN).map((name) => `\`${name}\``)
  return `${title}: ${shown.join(', ')}${more}`
}
