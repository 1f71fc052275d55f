import { describeIssue } from '@aloha-pi/contracts'
import {
  newFaultSchema,
  originsSchema,
  settingsPatchSchema,
  type NewFault,
} from '@aloha-pi/contracts/control'
import type { Settings, SettingsPatch, Spelling } from '@aloha-pi/contracts/wire'
import * as z from 'zod'
import { changeSettings, DEFAULT_SETTINGS } from '../world/default-settings.ts'

/** What a world begins with, as `startMockPi` takes it. */
type WorldOptions = {
  settings?: SettingsPatch | undefined
  spelling?: Spelling | undefined
  appOrigins?: readonly string[] | undefined
  faults?: readonly NewFault[] | undefined
  magic?: boolean | undefined
}

const optionsSchema = z.object({
  settings: settingsPatchSchema.default({}),
  appOrigins: originsSchema.default([]),
  faults: z.array(newFaultSchema, 'must be a list of faults').default([]),
  magic: z.boolean('must be true or false').default(true),
})

/** The settings, the origins of the first app and the faults; throws a sentence that names the option and the rule. */
export function readWorldOptions({ spelling, settings, appOrigins, faults, magic }: WorldOptions): {
  settings: Settings
  appOrigins: readonly string[]
  faults: readonly NewFault[]
  magic: boolean
} {
  const parsed = optionsSchema.safeParse({ settings, appOrigins, faults, magic })
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'options')
    throw new Error(`${field} ${rule}`)
  }
  const read = { ...DEFAULT_SETTINGS }
  changeSettings(read, { ...parsed.data.settings, ...(spelling != null && { spelling }) })
  const { settings: _, ...others } = parsed.data
  return { settings: read, ...others }
}
