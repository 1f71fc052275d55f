import { parseArgs } from 'node:util'
import { describeIssue } from '@aloha-pi/contracts'
import { presetFamilies, presetNameSchema, type PresetFamily } from '@aloha-pi/contracts/control'
import type { Preset, PresetName } from '@aloha-pi/contracts/wire'
import { describePresets } from '../presets/presets.ts'
import { PRESETS_OPTIONS } from './pages.ts'
import { UsageError } from './usage-error.ts'

type PresetsArguments = { name: PresetName | undefined; json: boolean }

/** Reads `[NAME] [--json]`; throws a sentence. */
export function readPresetsArguments(args: string[]): PresetsArguments {
  const { values, positionals } = parseArgs({
    args,
    options: PRESETS_OPTIONS,
    allowPositionals: true,
  })
  const [word, ...others] = positionals
  if (others.length > 0) throw new UsageError('presets takes one name, or none to list all')
  if (word == null) return { name: undefined, json: values.json === true }
  const parsed = presetNameSchema.safeParse(word)
  if (parsed.success) return { name: parsed.data, json: values.json === true }
  throw new UsageError(`${word} ${describeIssue(parsed.error, word).rule}`)
}

/** All presets, one in a line, or everything about one. */
export function listPresets({ name, json }: PresetsArguments): string {
  const presets = describePresets()
  const found = presets.find((each) => each.name === name)
  if (json) return JSON.stringify(found ?? presets)
  return found == null ? listToText(presets) : presetToText(found)
}

const TITLES: Record<PresetFamily, string> = {
  'user-payments': 'Payments of users',
  responses: 'Responses of Pi',
  payouts: 'Payouts',
  access: 'Keys, users and scopes',
  chain: 'The blockchain',
}

function listToText(presets: readonly Preset[]): string {
  const width = Math.max(...presets.map(({ name }) => name.length)) + 2
  const families = Object.keys(presetFamilies) as PresetFamily[]
  return [
    'mock-pi --preset NAME starts a mock in one of these troubles; mock-pi presets NAME says more.',
    ...families.map((family) => {
      const lines = presets
        .filter((each) => each.family === family)
        .map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`)
      return `\n${TITLES[family]}\n${lines.join('\n')}`
    }),
  ].join('\n')
}

function presetToText({ name, summary, sees, way_out, gets_out, pi, issues }: Preset): string {
  const by = gets_out.by.length === 0 ? 'nothing' : gets_out.by.join(', ')
  return [
    name,
    `  ${summary}`,
    'What the user and your program see',
    `  ${sees}`,
    'How to get out',
    ...way_out.map((step) => `  - ${step}`),
    `What of aloha-pi gets out: ${by}`,
    `  ${gets_out.how}`,
    'What is known of the real Pi',
    `  ${pi.known}`,
    `  (${pi.level}; ${pi.source})`,
    ...(issues.length === 0 ? [] : ['Public issues', ...issues.map((each) => `  ${each}`)]),
  ].join('\n')
}
