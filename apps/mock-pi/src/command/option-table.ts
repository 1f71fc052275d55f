/** An option of the command: as `parseArgs` takes it, and what its help says. */
export type CommandOption = {
  type: 'string' | 'boolean'
  multiple?: boolean
  default?: string
  /** Its value in the help, as `PORT`. */
  value?: string
  /** Values that a shell may offer. */
  choices?: readonly string[]
  about: string
}

/** By their names, without dashes. */
export type OptionTable = Readonly<Record<string, CommandOption>>

export const HELP_OPTION = {
  help: { type: 'boolean', about: 'print this' },
} as const satisfies OptionTable

const MAX_WIDTH = 110

/** A line for each option, in columns; a long text goes on below. */
export function describeOptions(options: OptionTable): string[] {
  const rows = Object.entries(options).map(([name, { value, about, multiple, default: usual }]) => {
    const notes = [
      ...(usual == null ? [] : [`default ${usual}`]),
      ...(multiple === true ? ['repeatable'] : []),
    ]
    const note = notes.length === 0 ? '' : ` (${notes.join(', ')})`
    return [`--${name}${value == null ? '' : ` ${value}`}`, `${about}${note}`] as const
  })
  return toColumns(rows)
}

/** Rows of a name and a text, below each other. */
export function toColumns(rows: readonly (readonly [name: string, text: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2
  return rows.flatMap(([name, text]) =>
    wrap(text, MAX_WIDTH - width - 2).map(
      (line, place) => `  ${(place === 0 ? name : '').padEnd(width)}${line}`,
    ),
  )
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line == null || line.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines
}
