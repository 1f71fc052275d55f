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

/** The name that a word most likely means; undefined when none is like it. */
export function nearestPreset(word: string): PresetName | undefined {
  const pairs = pairsOf(word)
  const scored = presetNames
    .map((name) => ({ name, score: likeness(pairs, pairsOf(name)) }))
    .toSorted((a, b) => b.score - a.score)
  const [best] = scored
  return best == null || best.score === 0 ? undefined : best.name
}

/** Pairs of neighbouring letters: they stay alike when a word is left out, added or mistyped. */
function pairsOf(word: string): Set<string> {
  const letters = word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return new Set([...letters].slice(1).map((letter, place) => `${letters[place]}${letter}`))
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size)
}
