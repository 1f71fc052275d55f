import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { describeIssue } from '@aloha-pi/contracts'
import {
  originsSchema,
  presetNameSchema,
  spellingSchema,
  startTimeSchema,
} from '@aloha-pi/contracts/control'
import { networkSchema } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { readPublicUrl } from '../http/link-base.ts'
import { MAX_JOURNAL } from '../journal/journal.ts'

/** What the command prints for --help. */
export const USAGE = `mock-pi: a local Pi Network

  mock-pi [start]      start a mock, with the options below
  mock-pi exec -- CMD  run a program, in any language, for which Pi's https addresses are a mock
  mock-pi open URL     open an app of this machine in a browser for which they are a mock
  mock-pi env          print the variables of exec for a shell; needs a mock with --connect
  mock-pi ca print     print the certificate of the authority that exec, open and --tls-port use; "ca remove" deletes it
  mock-pi presets      list known troubles; "presets NAME" shows one whole; --json prints JSON
  mock-pi state save FILE  save the world of a running mock; "state load" restores it, "state check" looks at a file
  mock-pi seed add FILE    add users, apps, balances and payments to a running mock; "seed schema" prints the JSON Schema
  mock-pi explain ID   say what became of a request: the value of its header x-request-id; "last": the newest refused
                       one. --url http://127.0.0.1:3141 is the mock to ask

  --port 3141          port; 0 chooses a free one
  --host 127.0.0.1     address to bind, repeatable; default both loopback addresses
  --host-name pi.test  another allowed Host name, repeatable
  --public-url url     base of the links in responses; default: the Host of each request
  --trust-forwarded-proto  take http or https for links from X-Forwarded-Proto
  --app-origin url     origin of a page that may act as the user for the first app, repeatable
  --seed text          every id, key and token is generated from it
  --clock time         stop the clock at this time, as 2026-01-01T00:00:00Z; it can be moved and resumed
  --state file         go on with the world in this file, and save it there: on stop, and a moment after changes
  --seed-file file     begin with the users, apps, balances and payments in this file (YAML or JSON)
  --preset name        begin in a known trouble, as pending-lock, and print what was made and how to get out
  --no-magic           do not read the member mock_fault in the metadata of payments
  --spelling wire      "guide+wire" (default), or "wire" for exactly the wire's field names
  --network name       network of this mock: "Pi Testnet" (default) or "Pi Network"
  --journal 1000       how many requests the journal keeps, at most 100000; 0: none
  --tls-port 443       serve Pi's hosts by https on 127.0.0.1 as well; 0 chooses a free port
  --connect 3142       be a proxy (HTTPS_PROXY) on 127.0.0.1 for programs of this user; 0 chooses a free port
  --only-pi            let the proxy refuse all hosts that are not Pi's
  --json               print one line of JSON when ready; everything else goes to stderr
  --version            print the version
  --help               print this

Each option except the last three can be an environment variable: MOCK_PI_PORT, MOCK_PI_HOST, MOCK_PI_HOST_NAME, MOCK_PI_APP_ORIGIN (lists
with commas), MOCK_PI_PUBLIC_URL, MOCK_PI_TRUST_FORWARDED_PROTO=true, MOCK_PI_SEED, … Arguments override variables.`

const text = z.string().min(1, 'must not be empty')
const publicUrl = z.string().superRefine((given, context) => {
  const read = readPublicUrl(given)
  if (!read.ok) context.addIssue({ code: 'custom', message: read.rule })
})
const JOURNAL_RULE = `must be a whole number from 0 to ${MAX_JOURNAL}`
const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be at most 65535')
const argumentsSchema = z.object({
  port: portNumber.default(3141),
  host: z.array(text).optional(),
  'host-name': z.array(text).optional(),
  'public-url': publicUrl.optional(),
  'trust-forwarded-proto': z.boolean().default(false),
  'app-origin': originsSchema.optional(),
  seed: text.optional(),
  clock: startTimeSchema.optional(),
  state: text.optional(),
  'seed-file': text.optional(),
  preset: presetNameSchema.optional(),
  'no-magic': z.boolean().default(false),
  spelling: spellingSchema.optional(),
  network: networkSchema.optional(),
  journal: z
    .string()
    .regex(/^\d{1,6}$/, JOURNAL_RULE)
    .transform(Number)
    .refine((journal) => journal <= MAX_JOURNAL, JOURNAL_RULE)
    .optional(),
  'tls-port': portNumber.optional(),
  connect: portNumber.optional(),
  'only-pi': z.boolean().default(false),
  json: z.boolean().default(false),
  version: z.boolean().default(false),
  help: z.boolean().default(false),
})

/** As `parseArgs` takes them. */
export const COMMAND_OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string', multiple: true },
  'host-name': { type: 'string', multiple: true },
  'public-url': { type: 'string' },
  'trust-forwarded-proto': { type: 'boolean' },
  'app-origin': { type: 'string', multiple: true },
  seed: { type: 'string' },
  clock: { type: 'string' },
  state: { type: 'string' },
  'seed-file': { type: 'string' },
  preset: { type: 'string' },
  'no-magic': { type: 'boolean' },
  spelling: { type: 'string' },
  network: { type: 'string' },
  journal: { type: 'string' },
  'tls-port': { type: 'string' },
  connect: { type: 'string' },
  'only-pi': { type: 'boolean' },
  json: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

const LISTS = new Set(['host', 'host-name', 'app-origin'])
const FLAGS = new Set(['trust-forwarded-proto', 'no-magic', 'only-pi'])
const FROM_ENVIRONMENT = [
  'port',
  'host',
  'host-name',
  'public-url',
  'trust-forwarded-proto',
  'app-origin',
  'seed',
  'clock',
  'state',
  'seed-file',
  'preset',
  'no-magic',
  'spelling',
  'network',
  'journal',
  'tls-port',
  'connect',
  'only-pi',
] as const

const variableOf = (option: string) => `MOCK_PI_${option.toUpperCase().replaceAll('-', '_')}`

/** The options that the environment gives; an empty variable counts as absent. */
function readEnvironment(env: Readonly<Record<string, string | undefined>>) {
  const given = FROM_ENVIRONMENT.flatMap((option) => {
    const text = env[variableOf(option)] ?? ''
    return text === '' ? [] : [[option, text] as const]
  })
  return Object.fromEntries(given.map(([option, text]) => [option, valueOf(option, text)]))
}

function valueOf(option: string, text: string) {
  if (LISTS.has(option)) return text.split(',').map((each) => each.trim())
  if (!FLAGS.has(option)) return text
  if (text !== 'true' && text !== 'false') {
    throw new Error(`${variableOf(option)} must be true or false`)
  }
  return text === 'true'
}

/** Reads the arguments of the command, and the environment where they say nothing; throws a sentence that names either. */
export function readCommandLine(
  args: string[],
  env: Readonly<Record<string, string | undefined>> = {},
) {
  const { values } = parseArgs({ args, options: COMMAND_OPTIONS })
  const parsed = argumentsSchema.safeParse({ ...readEnvironment(env), ...values })
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'arguments')
    const option = field.replace(/[.[].*$/, '')
    const isArgument = Object.hasOwn(values, option)
    throw new Error(`${isArgument ? `--${field}` : variableOf(option)} ${rule}`)
  }
  const {
    json,
    version,
    help,
    host: hosts,
    'host-name': hostNames,
    'public-url': publicUrl,
    'trust-forwarded-proto': trustForwardedProto,
    'app-origin': appOrigins,
    'no-magic': noMagic,
    journal,
    'seed-file': seedFile,
    'tls-port': tlsPort,
    connect: connectPort,
    'only-pi': onlyPi,
    ...options
  } = parsed.data
  return {
    json,
    version,
    help,
    entrances: { tlsPort, connectPort, onlyPi },
    options: {
      ...options,
      hosts,
      hostNames,
      publicUrl,
      trustForwardedProto,
      appOrigins,
      seedFile,
      magic: !noMagic,
      ...(journal != null && { limits: { journal } }),
    },
  }
}

/** Whether the mock is to be reached at Pi's addresses. */
export function isAsked({
  tlsPort,
  connectPort,
  onlyPi,
}: ReturnType<typeof readCommandLine>['entrances']): boolean {
  if (onlyPi && connectPort == null) throw new Error('--only-pi needs --connect')
  return tlsPort != null || connectPort != null
}
