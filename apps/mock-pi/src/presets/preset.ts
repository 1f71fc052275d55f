import type { Preset as DescribedPreset, SettingsPatch } from '@aloha-pi/contracts/wire'
import type { Fault } from '../faults/fault.ts'
import type { PaymentRecord } from '../payments/payment-record.ts'
import type { PresetSteps } from './preset-steps.ts'

/** A known trouble: what is said of it, and how it is made. */
export type Preset = Omit<DescribedPreset, 'name' | 'family'> & {
  make(steps: PresetSteps): Made
}

/** What a preset made. */
export type Made = {
  /** In a sentence, with values already filled in. */
  made: string
  /** The payment in trouble. */
  payment?: PaymentRecord
  /** All payments, oldest first. Default: the one in trouble. */
  payments?: readonly PaymentRecord[]
  /** The uid that the trouble is about. Default: that of the user in the app. */
  uid?: string
  /** Those that the caller may know. */
  txids?: readonly string[]
  faults?: readonly Fault[]
  settings?: SettingsPatch
}
