import { EXITS, type ExitTable } from './exit-codes.ts'
import { describeOptions, toColumns } from './option-table.ts'
import { pages, type SubcommandName } from './pages.ts'

/** What `mock-pi --help` prints: every subcommand, and the options of a start. */
export function describeCommand(): string {
  const { start } = pages
  return [
    'mock-pi: a local Pi Network for development and tests',
    '',
    'Usage',
    '  mock-pi [OPTIONS]             start a mock',
    '  mock-pi SUBCOMMAND [OPTIONS]',
    '  mock-pi SUBCOMMAND --help     its options, an example and its exit codes',
    '',
    'Subcommands',
    ...toColumns(Object.entries(pages).map(([name, { summary }]) => [name, summary])),
    '',
    'Options of start',
    ...describeOptions(start.options),
    '',
    ...(start.about ?? []),
    ...describeEnd({ example: [...start.example, 'mock-pi exec -- python3 app.py'], exits: EXITS }),
  ].join('\n')
}

/** What `mock-pi SUBCOMMAND --help` prints. */
export function describeSubcommand(name: SubcommandName): string {
  const page = pages[name]
  const { summary, usage, about, options } = page
  return [
    `mock-pi ${name}: ${summary}`,
    '',
    'Usage',
    ...usage.map((line) => `  ${line}`),
    ...(about == null ? [] : ['', ...about]),
    '',
    'Options',
    ...describeOptions(options),
    ...describeEnd(page),
  ].join('\n')
}

function describeEnd({
  example,
  exits,
}: {
  example: readonly string[]
  exits: ExitTable
}): string[] {
  return [
    '',
    'Example',
    ...example.map((line) => `  ${line}`),
    '',
    'Exit codes',
    ...toColumns(exits),
  ]
}
