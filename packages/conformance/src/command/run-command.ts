import { writeFile } from 'node:fs/promises'
import { toHtml } from '../report/to-html.ts'
import { toJunit } from '../report/to-junit.ts'
import { closingLines, headLines, resultLine } from '../report/to-text.ts'
import { chosenCases, runConformance } from '../run-conformance.ts'
import { CouldNotRunError, InvalidOptionError } from '../could-not-run-error.ts'
import { variableOf } from '../session/credentials.ts'
import { checkOptions } from '../session/options.ts'
import { readCommandLine, USAGE, type CommandLine } from './command-line.ts'

export type CommandPorts = {
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  /** Takes a line of the report. */
  print: (line: string) => void
  /** Takes a line about the run itself. */
  warn: (line: string) => void
  /** Where everything that is made up begins, unless the arguments say. */
  newSeed: () => number
  version: string
}

/** 0: all passed. 1: some failed. 2: it could not run. */
export type ExitCode = 0 | 1 | 2

/** The whole command, but for the process around it. */
export async function runCommand(ports: CommandPorts): Promise<ExitCode> {
  const { args, env, print, warn } = ports
  try {
    const line = readCommandLine(args, env)
    if (line.help) print(USAGE)
    else if (line.version) print(ports.version)
    else if (line.list) list(line, print)
    else return await test(line, ports)
    return 0
  } catch (error) {
    if (!(error instanceof CouldNotRunError)) throw error
    warn(`conformance: ${sentence(error)}`)
    return 2
  }
}

/** Options as the command writes them. */
function sentence(error: CouldNotRunError): string {
  if (!(error instanceof InvalidOptionError)) return error.message
  const name = error.option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const variable = name === 'api-key' ? ` (or ${variableOf('apiKey')})` : ''
  return `--${name}${variable} ${error.rule}`
}

function list({ options }: CommandLine, print: (line: string) => void) {
  // The other options may be missing: nothing is run.
  const checked = checkOptions({ ...options, baseUrl: 'http://localhost', apiKey: 'none' })
  for (const { id, title, needs } of chosenCases(checked)) {
    print(`${id}  ${title}${needs.length === 0 ? '' : `  [${needs.join(', ')}]`}`)
  }
}

async function test({ options, junit, html }: CommandLine, ports: CommandPorts): Promise<ExitCode> {
  const { print, warn } = ports
  const seeded = { ...options, seed: options.seed ?? ports.newSeed() }
  const checked = checkOptions(seeded)
  for (const line of headLines({ ...checked, control: checked.control })) print(line)
  print('')
  const report = await runConformance({
    ...seeded,
    onResult: (result) => {
      // Most of a read-only run is skipped: the sums at the end say why.
      if (result.outcome !== 'skipped') print(resultLine(result))
    },
    onNote: (sentence) => warn(`conformance: ${sentence}`),
  })
  for (const line of closingLines(report)) print(line)
  if (junit != null) await write(junit, toJunit(report))
  if (html != null) await write(html, toHtml(report))
  if (report.counts.failed > 0) return 1
  if (report.counts.passed > 0) return 0
  throw new CouldNotRunError('nothing was tested: every case was skipped')
}

async function write(file: string, text: string) {
  try {
    await writeFile(file, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CouldNotRunError(`the report cannot be written: ${reason}`, { cause: error })
  }
}
