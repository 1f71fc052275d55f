import { describeIssue } from '@aloha-pi/contracts'
import { originsSchema, settingsPatchSchema } from '@aloha-pi/contracts/control'
import type { Settings, SettingsPatch, Spelling } from '@aloha-pi/contracts/wire'
import * as z from 'zod'
import { changeSettings, DEFAULT_SETTINGS } from '../world/default-settings.ts'

/** What a world begins with, as `startMockPi` takes it. */
type WorldOptions = {
  settings?: SettingsPatch | undefined
  spelling?: Spelling | undefined
  appOrigins?: readonly string[] | undefined
}

const optionsSchema = z.object({
  settings: settingsPatchSchema.default({}),
  appOrigins: originsSchema.default([]),
})

/** The settings and the origins of the first app; throws a sentence that names the option and the rule. */
export function readWorldOptions({ settings, spelling, appOrigins }: WorldOptions): {
  settings: Settings
  appOrigins: readonly string[]
} {
  const parsed = optionsSchema.safeParse({ settings, appOrigins })
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'options')
    throw new Error(`${field} ${rule}`)
  }
  const read = { ...DEFAULT_SETTINGS }
  changeSettings(read, { ...parsed.data.settings, ...(spelling != null && { spelling }) })
  return { settings: read, appOrigins: parsed.data.appOrigins }
}
