import { parseArgs } from 'node:util'
import { CouldNotRunError } from '../could-not-run-error.ts'
import { variableOf } from '../session/credentials.ts'
import type { ConformanceOptions } from '../session/options.ts'

/** What the command prints for --help. */
export const USAGE = `conformance: contract tests of a live URL

  --target platform    "platform": the Pi Platform API; "aloha": the aloha-pi API
  --base-url URL       origin of the target, like http://127.0.0.1:3141
  --api-key KEY        its API key; better in ${variableOf('apiKey')}, which process lists do not show
  --control URL        origin of the mock that is the target, or that an aloha target calls:
                       it plays the user, so that more cases can run
  --write              also send writes: payments are approved, completed, cancelled
  --payment ID         an existing payment, for reads
  --access-token TOKEN of a user, for /me; better in ${variableOf('accessToken')}
  --other-api-key KEY  of another client of an aloha target; better in ${variableOf('otherApiKey')}
  --private-details    details of an aloha target need a key: PUBLIC_DETAILS=false
  --allow-mainnet      allow the real network: payments of "Pi Network", writes at minepi.com
  --only PREFIX        only cases whose id begins with it, repeatable
  --seed N             for generated values; the same seed generates the same values
  --runs 25            how often each property is tried
  --timeout-ms 30000   for each exchange; one may wait for a payout
  --junit FILE         write the report as JUnit XML
  --html FILE          write the report as one HTML page
  --list               print the cases of the target and what they need
  --version            print the version
  --help               print this

Without --write nothing is changed. Exit code: 0 all passed, 1 some failed, 2 could not run.`

export type CommandLine = {
  help: boolean
  version: boolean
  list: boolean
  junit: string | undefined
  html: string | undefined
  options: ConformanceOptions
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const argumentsOf = {
  target: text,
  'base-url': text,
  'api-key': text,
  'other-api-key': text,
  'access-token': text,
  control: text,
  payment: text,
  seed: text,
  runs: text,
  'timeout-ms': text,
  junit: text,
  html: text,
  only: { type: 'string', multiple: true },
  write: flag,
  'allow-mainnet': flag,
  'private-details': flag,
  list: flag,
  version: flag,
  help: flag,
} as const

/** Reads the arguments; keys may come from the environment. Throws a sentence that names the argument. */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const values = parse(args)
  const number = (name: 'seed' | 'runs' | 'timeout-ms') => numberOf(name, values[name])
  return {
    help: values.help === true,
    version: values.version === true,
    list: values.list === true,
    junit: values.junit,
    html: values.html,
    options: {
      // The options are checked where they are used, by the same rules as those of the library.
      target: values.target as ConformanceOptions['target'],
      baseUrl: values['base-url'] ?? '',
      apiKey: values['api-key'] ?? env[variableOf('apiKey')] ?? '',
      accessToken: values['access-token'] ?? env[variableOf('accessToken')],
      otherApiKey: values['other-api-key'] ?? env[variableOf('otherApiKey')],
      control: values.control,
      payment: values.payment,
      write: values.write,
      allowMainnet: values['allow-mainnet'],
      privateDetails: values['private-details'],
      only: values.only,
      seed: number('seed'),
      runs: number('runs'),
      timeoutMs: number('timeout-ms'),
    },
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: argumentsOf }).values
  } catch (error) {
    throw describe(error)
  }
}

/** parseArgs names the option; a word without one it would repeat, and that could be a key. */
function describe(error: unknown): unknown {
  if (!(error instanceof TypeError) || !('code' in error)) return error
  return error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL'
    ? new CouldNotRunError('an argument does not belong to an option: see --help')
    : new CouldNotRunError(error.message.split('. ')[0])
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text == null) return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new CouldNotRunError(`--${name} must be a whole number`)
}
