import { parseArgs } from 'node:util'
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
import { START_OPTIONS } from './start-options.ts'
import { UsageError } from './usage-error.ts'

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
})

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
    throw new UsageError(`${variableOf(option)} must be true or false`)
  }
  return text === 'true'
}

/** Reads the arguments of the command, and the environment where they say nothing; throws a sentence that names either. */
export function readCommandLine(
  args: string[],
  env: Readonly<Record<string, string | undefined>> = {},
) {
  const { values } = parseArgs({ args, options: START_OPTIONS })
  const parsed = argumentsSchema.safeParse({ ...readEnvironment(env), ...values })
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'arguments')
    const option = field.replace(/[.[].*$/, '')
    const isArgument = Object.hasOwn(values, option)
    throw new UsageError(`${isArgument ? `--${field}` : variableOf(option)} ${rule}`)
  }
  const {
    json,
    version,
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
  if (onlyPi && connectPort == null) throw new UsageError('--only-pi needs --connect')
  return tlsPort != null || connectPort != null
}
