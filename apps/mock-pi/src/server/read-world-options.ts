import { describeIssue } from '@aloha-pi/contracts'
import {
  newFaultSchema,
  originsSchema,
  settingsPatchSchema,
  startPresetSchema,
  startTimeSchema,
} from '@aloha-pi/contracts/control'
import type {
  NewFault,
  Settings,
  SettingsPatch,
  Spelling,
  StartPreset,
} from '@aloha-pi/contracts/wire'
import * as z from 'zod'
import { MAX_JOURNAL } from '../journal/journal.ts'
import { changeSettings, DEFAULT_SETTINGS } from '../world/default-settings.ts'
import type { Limits } from '../world/limits.ts'

/** What a world begins with, as `startMockPi` takes it. */
type WorldOptions = {
  settings?: SettingsPatch | undefined
  spelling?: Spelling | undefined
  appOrigins?: readonly string[] | undefined
  faults?: readonly NewFault[] | undefined
  magic?: boolean | undefined
  preset?: StartPreset | undefined
  clock?: string | undefined
  limits?: Partial<Limits> | undefined
}

const JOURNAL = `must be a whole number from 0 to ${MAX_JOURNAL}`
const optionsSchema = z.object({
  settings: settingsPatchSchema.default({}),
  appOrigins: originsSchema.default([]),
  faults: z.array(newFaultSchema, 'must be a list of faults').default([]),
  magic: z.boolean('must be true or false').default(true),
  preset: startPresetSchema.optional(),
  clock: startTimeSchema.optional(),
  limits: z
    .object({ journal: z.int(JOURNAL).min(0, JOURNAL).max(MAX_JOURNAL, JOURNAL).optional() })
    .default({}),
})

/** Settings, origins of the first app and faults, checked beside the size of the journal; throws a sentence that names the option and the rule. */
export function readWorldOptions({ spelling, ...options }: WorldOptions): {
  settings: Settings
  /** What the options say of them. */
  patch: SettingsPatch
  clockAt: number | undefined
  appOrigins: readonly string[]
  faults: readonly NewFault[]
  magic: boolean
  preset: Exclude<StartPreset, string> | undefined
} {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'options')
    throw new Error(`${field} ${rule}`)
  }
  const { settings: given, limits: _limits, preset, clock, ...others } = parsed.data
  const patch = { ...given, ...(spelling != null && { spelling }) }
  const settings = { ...DEFAULT_SETTINGS }
  changeSettings(settings, patch)
  const clockAt = clock == null ? undefined : Date.parse(clock)
  return { settings, patch, clockAt, preset, ...others }
}
