import { parseArgs } from 'node:util'
import type { CommandOption, OptionTable } from './option-table.ts'
import { pages, SHELLS, type CommandPage, type SubcommandName } from './pages.ts'
import { UsageError } from './usage-error.ts'

export type Shell = (typeof SHELLS)[number]

/** Reads `bash|zsh|fish`; throws `UsageError`. */
export function readCompletionArguments(args: string[]): Shell {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true })
  const [word, ...others] = positionals
  const shell = SHELLS.find((each) => each === word)
  if (shell == null || others.length > 0) {
    throw new UsageError('write `mock-pi completion bash`, zsh or fish')
  }
  return shell
}

/** The script by which a shell completes `mock-pi`, from the same tables as the help. */
export function completionFor(shell: Shell): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell]()
}

const named = Object.entries(pages) as [SubcommandName, CommandPage][]
const names = named.map(([name]) => name)

/** Options whose value is a file or a folder. */
const FILES = new Set(['FILE', 'FOLDER', 'PATH'])

function optionsOf(table: OptionTable): [name: string, option: CommandOption][] {
  return Object.entries(table)
}

/** bash 3.2 and later. Without a subcommand, the options are those of a start. */
function bashScript(): string {
  const words = ({ options, words: own = [] }: CommandPage) =>
    [...own, ...optionsOf(options).map(([name]) => `--${name}`)].join(' ')
  const values = (line: (option: CommandOption) => string | undefined) =>
    named.flatMap(([name, { options }]) =>
      optionsOf(options).flatMap(([option, each]) => {
        const reply = line(each)
        return reply == null ? [] : [`    "${name} --${option}") ${reply}; return ;;`]
      }),
    )
  return `# Completion of mock-pi for bash: eval "$(mock-pi completion bash)"
_mock_pi() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" name=start place
  COMPREPLY=()
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in -*) ;; *) name="\${COMP_WORDS[1]}" ;; esac
  fi
  # What follows -- is a command of its own.
  for ((place = 1; place < COMP_CWORD; place++)); do
    if [ "\${COMP_WORDS[place]}" = -- ]; then COMPREPLY=($(compgen -c -f -- "$current")); return; fi
  done
  case "$name $previous" in
${values(valueReply).join('\n')}
  esac
  case "$name" in
    start) COMPREPLY=($(compgen -W "$([ "$COMP_CWORD" -eq 1 ] && echo '${['help', ...names].join(' ')}') ${words(pages.start)}" -- "$current")) ;;
    help) COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$current")) ;;
${named
  .filter(([name]) => name !== 'start')
  .map(([name, page]) => `    ${name}) COMPREPLY=($(compgen -W '${words(page)}' -- "$current")) ;;`)
  .join('\n')}
  esac
}
complete -F _mock_pi mock-pi`
}

/** How bash completes the value of an option; undefined for one without a value. */
function valueReply({ value, choices }: CommandOption): string | undefined {
  if (value == null) return undefined
  if (choices != null) {
    // A value with a space is one word to a shell only with quotes.
    const plain = choices.filter((choice) => !choice.includes(' '))
    return `COMPREPLY=($(compgen -W '${plain.join(' ')}' -- "$current"))`
  }
  return FILES.has(value) ? 'COMPREPLY=($(compgen -f -- "$current"))' : 'COMPREPLY=()'
}

function zshScript(): string {
  const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
  const spec = ([name, { value, about, choices, multiple }]: [string, CommandOption]) => {
    const text = about.replaceAll(/[[\]:]/g, String.raw`\$&`)
    const action =
      choices != null
        ? `(${choices.map((each) => each.replaceAll(' ', String.raw`\ `)).join(' ')})`
        : value != null && FILES.has(value)
          ? '_files'
          : ' '
    const argument = value == null ? '' : `:${value}:${action}`
    return quote(`${multiple === true ? '*' : ''}--${name}[${text}]${argument}`)
  }
  const argumentsOf = (name: SubcommandName, { options, words }: CommandPage) => [
    ...optionsOf(options).map(spec),
    ...(name === 'exec' ? ["'*::command:_normal'"] : []),
    ...(words == null ? [] : [quote(`1:word:(${words.join(' ')})`)]),
  ]
  const cases = named.map(
    ([name, page]) => `    ${name}) _arguments -S ${argumentsOf(name, page).join(' ')} ;;`,
  )
  return `#compdef mock-pi
# Completion of mock-pi for zsh: eval "$(mock-pi completion zsh)", after compinit
_mock_pi() {
  local -a names
  names=(${named.map(([name, { summary }]) => quote(`${name}:${summary}`)).join(' ')})
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe subcommand names
    return
  fi
  local name=start
  if [[ $words[2] != -* ]]; then
    name=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $name in
    help) _describe subcommand names ;;
${cases.join('\n')}
  esac
}
compdef _mock_pi mock-pi`
}

function fishScript(): string {
  const quote = (text: string) =>
    `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
  const all = ['help', ...names].join(' ')
  const none = `not __fish_seen_subcommand_from ${all}`
  const line = (condition: string, [name, { value, about, choices }]: [string, CommandOption]) => {
    const argument =
      value == null
        ? ''
        : choices != null
          ? ` -x -a ${quote(choices.map((each) => (each.includes(' ') ? `"${each}"` : each)).join(' '))}`
          : FILES.has(value)
            ? ' -r -F'
            : ' -x'
    return `complete -c mock-pi -n ${quote(condition)} -l ${name} -d ${quote(about)}${argument}`
  }
  const lines = named.flatMap(([name, { summary, options, words }]) => {
    const seen = `__fish_seen_subcommand_from ${name}`
    const condition = name === 'start' ? `${seen}; or ${none}` : seen
    const own = [`complete -c mock-pi -n ${quote(none)} -a ${name} -d ${quote(summary)}`]
    if (words != null) {
      own.push(`complete -c mock-pi -n ${quote(seen)} -a ${quote(words.join(' '))}`)
    }
    return own.concat(optionsOf(options).map((option) => line(condition, option)))
  })
  return [
    '# Completion of mock-pi for fish: mock-pi completion fish | source',
    'complete -c mock-pi -f',
    `complete -c mock-pi -n ${quote(none)} -a help -d 'show the help of a subcommand'`,
    `complete -c mock-pi -n '__fish_seen_subcommand_from help' -a ${quote(names.join(' '))}`,
    ...lines,
  ].join('\n')
}
