import { presetFamilies, presetNames, type PresetFamily } from '@aloha-pi/contracts/control'
import type { Preset as DescribedPreset, PresetName } from '@aloha-pi/contracts/wire'
import { accessPresets } from './access-presets.ts'
import { chainPresets } from './chain-presets.ts'
import { payoutPresets } from './payout-presets.ts'
import type { Preset } from './preset.ts'
import { responsePresets } from './response-presets.ts'
import { userPaymentPresets } from './user-payment-presets.ts'

const presets: Record<PresetName, Preset> = {
  ...userPaymentPresets,
  ...responsePresets,
  ...payoutPresets,
  ...accessPresets,
  ...chainPresets,
}

export function presetOf(name: PresetName): Preset {
  return presets[name]
}

/** All presets, as they are described; families one after another. */
export function describePresets(): DescribedPreset[] {
  return presetNames.map((name) => {
    const { summary, sees, way_out, gets_out, pi, issues } = presets[name]
    return { name, family: familyOf(name), summary, sees, way_out, gets_out, pi, issues }
  })
}

function familyOf(name: PresetName): PresetFamily {
  const entries = Object.entries(presetFamilies) as [PresetFamily, readonly PresetName[]][]
  const [family] = entries.find(([, names]) => names.includes(name)) ?? []
  if (family == null) throw new Error(`The preset ${name} has no family`)
  return family
}
