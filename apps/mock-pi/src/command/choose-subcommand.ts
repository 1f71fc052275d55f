import { nearestName } from '@aloha-pi/contracts'
import { describeCommand, describeSubcommand } from './help.ts'
import { isSubcommand, pages, type SubcommandName } from './pages.ts'
import { UsageError } from './usage-error.ts'

/** What the arguments of the whole command ask for. */
export type Chosen =
  | { kind: 'help'; text: string }
  | { kind: 'run'; name: SubcommandName; args: string[] }

/** Finds the subcommand, `start` where there is none. Throws `UsageError` for a name that is none. */
export function chooseSubcommand(argv: readonly string[]): Chosen {
  const [first = '', ...others] = argv
  if (first === 'help') return helpOn(others)
  const isNamed = first !== '' && !first.startsWith('-')
  const name = isNamed ? nameOf(first) : 'start'
  const args = isNamed ? others : [...argv]
  if (!asksForHelp(args)) return { kind: 'run', name, args }
  return isNamed ? helpOn([name]) : helpOn([])
}

/** What follows `--` belongs to a program. */
function asksForHelp(args: readonly string[]): boolean {
  const dashes = args.indexOf('--')
  const own = dashes === -1 ? args : args.slice(0, dashes)
  return own.includes('--help') || own.includes('-h')
}

function helpOn([first, ...others]: readonly string[]): Chosen {
  if (others.length > 0) throw new UsageError('help takes one subcommand, or none')
  if (first == null) return { kind: 'help', text: describeCommand() }
  return { kind: 'help', text: describeSubcommand(nameOf(first)) }
}

function nameOf(word: string): SubcommandName {
  if (isSubcommand(word)) return word
  const nearest = nearestName(word, Object.keys(pages))
  const perhaps = nearest == null ? '' : `: perhaps ${nearest}`
  throw new UsageError(`There is no subcommand ${word}${perhaps}. \`mock-pi --help\` lists all`)
}
