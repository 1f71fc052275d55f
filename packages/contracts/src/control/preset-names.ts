/** Presets of the mock, by family. Each puts a world into one known trouble. */
export const presetFamilies = {
  'user-payments': [
    'pending-lock',
    'approved-no-tx',
    'approval-expired',
    'cancelled-by-user',
    'paid-not-completed',
  ],
  responses: [
    'html-500-on-approve',
    'complete-lost-answer',
    'create-lost-answer',
    'duplicate-callbacks',
    'rate-limited',
  ],
  payouts: [
    'ongoing-a2u',
    'tx-never-verified',
    'paid-not-linked',
    'verification-lags',
    'memo-mismatch-bricked',
    'two-transfers-one-memo',
    'cancelled-under-us',
    'payout-created-twice',
  ],
  access: ['missing-scope', 'wrong-app-uid', 'stale-uid', 'other-apps-payment', 'wrong-key'],
  chain: ['slow-horizon', 'submit-504', 'fee-too-low', 'tx-too-early'],
} as const

export type PresetFamily = keyof typeof presetFamilies
export type PresetName = (typeof presetFamilies)[PresetFamily][number]

export const presetNames: readonly PresetName[] = Object.values(presetFamilies).flat()
