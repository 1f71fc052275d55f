import { presetNames } from '@aloha-pi/contracts/control'
import { EXEC_EXITS, EXITS, type ExitTable } from './exit-codes.ts'
import { HELP_OPTION, type OptionTable } from './option-table.ts'
import { MOCK_OPTIONS, START_OPTIONS } from './start-options.ts'

/** What the help and the completion know of a subcommand. */
export type CommandPage = {
  /** One line of the list of subcommands. */
  summary: string
  usage: readonly string[]
  /** What it does, where the summary is not enough. */
  about?: readonly string[]
  options: OptionTable
  /** Words that it takes, for shells. */
  words?: readonly string[]
  example: readonly string[]
  exits: ExitTable
}

export const URL_OPTION = {
  url: {
    type: 'string',
    value: 'URL',
    about: 'use the mock that runs there, instead of a new one',
  },
} as const satisfies OptionTable

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export const EXPLAIN_OPTIONS = {
  url: {
    type: 'string',
    value: 'URL',
    default: 'http://127.0.0.1:3141',
    about: 'the mock to ask',
  },
} as const satisfies OptionTable
export const PRESETS_OPTIONS = {
  json: { type: 'boolean', about: 'print JSON' },
} as const satisfies OptionTable
export const ENV_OPTIONS = {
  connect: {
    type: 'string',
    value: 'PORT',
    default: '3142',
    about: 'port of the proxy that the mock opened with --connect',
  },
  json: { type: 'boolean', about: 'print JSON' },
} as const satisfies OptionTable
export const OPEN_OPTIONS = {
  browser: { type: 'string', value: 'PATH', about: 'the browser; without it the first one found' },
  headless: { type: 'boolean', about: 'show no window' },
} as const satisfies OptionTable

const WORLD_OPTIONS = {
  ...EXPLAIN_OPTIONS,
  world: { type: 'string', value: 'NAME', about: 'one of its worlds, instead of the default one' },
} as const satisfies OptionTable

export const RECORD_OPTIONS = {
  upstream: {
    type: 'string',
    value: 'URL',
    about: 'where requests are sent on to, as https://api.minepi.com; required',
  },
  port: {
    type: 'string',
    value: 'PORT',
    default: '3143',
    about: 'port on 127.0.0.1 that your program calls instead; 0 chooses a free one',
  },
  output: {
    type: 'string',
    value: 'FILE',
    default: 'mock-pi-recording.json',
    about: 'the differences of all runs; a run adds to it',
  },
  fixtures: {
    type: 'string',
    value: 'FOLDER',
    about: 'also write the exchanges there, with every value replaced',
  },
  json: {
    type: 'boolean',
    about: 'print one line of JSON when ready; the summary goes to stderr',
  },
} as const satisfies OptionTable

const help = HELP_OPTION

const all = {
  start: {
    summary: 'start a mock; the same as no subcommand',
    usage: ['mock-pi [start] [OPTIONS]'],
    about: [
      'Each option except json, version and help can be an environment variable: MOCK_PI_PORT,',
      'MOCK_PI_HOST, MOCK_PI_HOST_NAME, MOCK_PI_APP_ORIGIN (lists with commas), MOCK_PI_PUBLIC_URL,',
      'MOCK_PI_TRUST_FORWARDED_PROTO=true, MOCK_PI_SEED, … Arguments override variables.',
    ],
    options: START_OPTIONS,
    example: ['mock-pi --port 4141 --seed shop'],
    exits: EXITS,
  },
  exec: {
    summary: "run a program, in any language, for which Pi's https addresses are a mock",
    usage: ['mock-pi exec [OPTIONS] -- COMMAND'],
    options: { ...URL_OPTION, ...MOCK_OPTIONS, ...help },
    example: [
      'mock-pi exec -- python3 app.py',
      'mock-pi exec --url http://127.0.0.1:3141 -- npm start',
    ],
    exits: EXEC_EXITS,
  },
  open: {
    summary: 'open an app of this machine in a browser for which they are a mock',
    usage: ['mock-pi open [OPTIONS] URL'],
    options: { ...URL_OPTION, ...OPEN_OPTIONS, ...MOCK_OPTIONS, ...help },
    example: ['mock-pi open http://localhost:3000'],
    exits: EXITS,
  },
  env: {
    summary: 'print the variables of exec for a shell; needs a mock with --connect',
    usage: ['mock-pi env [OPTIONS]'],
    options: { ...ENV_OPTIONS, ...help },
    example: ['mock-pi --connect 3142 &', 'eval "$(mock-pi env)"'],
    exits: EXITS,
  },
  ca: {
    summary: 'print or delete the certificates that exec, open and --tls-port use',
    usage: ['mock-pi ca print', 'mock-pi ca remove'],
    options: help,
    words: ['print', 'remove'],
    example: ['mock-pi ca print > mock-pi.pem'],
    exits: EXITS,
  },
  presets: {
    summary: 'list known troubles, or show one whole',
    usage: ['mock-pi presets [OPTIONS] [NAME]'],
    about: ['To start a mock in one of them: mock-pi --preset NAME'],
    options: { ...PRESETS_OPTIONS, ...help },
    words: presetNames,
    example: ['mock-pi presets pending-lock'],
    exits: EXITS,
  },
  explain: {
    summary: 'say what became of a request to a mock that runs',
    usage: ['mock-pi explain [OPTIONS] [ID]'],
    about: [
      'ID is the header x-request-id of the response; "last", or none, is the newest refused request.',
    ],
    options: { ...EXPLAIN_OPTIONS, ...help },
    words: ['last'],
    example: ['mock-pi explain last --url http://127.0.0.1:4141'],
    exits: EXITS,
  },
  state: {
    summary: 'save the world of a mock that runs to a file, and restore it',
    usage: [
      'mock-pi state save [OPTIONS] FILE',
      'mock-pi state load [OPTIONS] FILE',
      'mock-pi state check FILE',
    ],
    about: [
      'save: an old snapshot is replaced, any other file is refused.',
      'load: puts the saved world in the place of a world, whole or not at all.',
      'check: says what is in a snapshot, or what is wrong with it; needs no mock.',
      'Files are for this user only (mode 0600): they hold the keys, tokens and wallet seeds of the mock.',
      'To start a mock with a file and keep saving to it: mock-pi --state FILE',
    ],
    options: { ...WORLD_OPTIONS, ...help },
    words: ['save', 'load', 'check'],
    example: ['mock-pi state save before.json'],
    exits: EXITS,
  },
  seed: {
    summary: 'add users, apps, balances and payments of a file to a mock that runs',
    usage: ['mock-pi seed add [OPTIONS] FILE', 'mock-pi seed check FILE', 'mock-pi seed schema'],
    about: [
      'add: all or none; FILE is YAML, or JSON if its name ends in .json.',
      'check: says what is in a seed file, or what is wrong with it; needs no mock.',
      'schema: prints the JSON Schema of seed files.',
      'To start a mock with the data, with which every reset begins again: mock-pi --seed-file FILE',
    ],
    options: { ...WORLD_OPTIONS, ...help },
    words: ['add', 'check', 'schema'],
    example: ['mock-pi seed add shop.yaml'],
    exits: EXITS,
  },
  record: {
    summary: 'pass real traffic through to Pi, and write where it is not as our contract says',
    usage: ['mock-pi record --upstream URL [OPTIONS]'],
    about: [
      'Let your program call the printed URL instead of Pi. Every request is sent on as it is, with its key,',
      'to the upstream and nowhere else; redirects are not followed. Ctrl-C ends it and prints a summary.',
      'Files and summary have names and types, never a value, a key, a token or a name of your metadata.',
      'This is the only subcommand that sends anything to another machine.',
    ],
    options: { ...RECORD_OPTIONS, ...help },
    example: ['mock-pi record --upstream https://api.minepi.com --output differences.json'],
    exits: EXITS,
  },
  completion: {
    summary: 'print a completion script for bash, zsh or fish',
    usage: ['mock-pi completion bash|zsh|fish'],
    options: help,
    words: SHELLS,
    example: ['eval "$(mock-pi completion bash)"     # in ~/.bashrc'],
    exits: EXITS,
  },
} as const satisfies Readonly<Record<string, CommandPage>>

export type SubcommandName = keyof typeof all

/** Every subcommand, in the order of the help. */
export const pages: Readonly<Record<SubcommandName, CommandPage>> = all

export function isSubcommand(word: string): word is SubcommandName {
  return Object.hasOwn(pages, word)
}
