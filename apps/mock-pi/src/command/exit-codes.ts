/** Exit codes of a subcommand, with what they mean. */
export type ExitTable = readonly (readonly [code: string, meaning: string])[]

/** The arguments are wrong. */
export const WRONG_USAGE = 2
/** It could not do what it was asked to. */
export const FAILED = 1

const FAILURES: ExitTable = [
  [String(FAILED), 'it failed: the port is in use, no mock responds, a file cannot be written, …'],
  [
    String(WRONG_USAGE),
    'wrong usage: an unknown subcommand or option, or a value that is not valid',
  ],
]

export const EXITS: ExitTable = [['0', 'done, also when Ctrl-C or SIGTERM ended it'], ...FAILURES]

/** A program has its own codes, which are passed on. */
export const EXEC_EXITS: ExitTable = [
  ['0 to 255', 'that of the program; after a signal, the same signal'],
  ...FAILURES,
  ['126', 'the program is not executable'],
  ['127', 'the program is not found'],
]
