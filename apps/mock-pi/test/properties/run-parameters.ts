import type { Parameters } from 'fast-check'

const { PROPERTY_SEED = '20260101', PROPERTY_TIMES = '1', PROPERTY_PATH, PROOF } = process.env

/** Whether `pnpm test:proof` runs, with all repetitions; `pnpm test` is content with a few. */
export const isProof = PROOF === 'all'

/** How many times the usual number of runs is asked for. */
const times = readWhole('PROPERTY_TIMES', PROPERTY_TIMES)

/** True when one known failure is played again. */
export const isReplay = PROPERTY_PATH != null

/** A fixed seed, unless the environment names another or `random`. */
export const seed =
  PROPERTY_SEED === 'random' ? {} : { seed: readWhole('PROPERTY_SEED', PROPERTY_SEED) }

/** This seed, unless the environment names another or `random`. */
export function usualSeed(usual: number | undefined): { seed?: number } {
  return usual == null || process.env['PROPERTY_SEED'] != null ? seed : { seed: usual }
}

/** So many runs, unless the environment asks for more of them or for one of them again. */
export function runs(usual: number): Parameters<unknown> {
  const path = PROPERTY_PATH == null ? {} : { path: PROPERTY_PATH }
  return { ...seed, ...path, numRuns: usual * times, includeErrorInReport: true }
}

/** A test's time for the usual runs, or for as many as are asked for. */
export function timeFor(usualMs: number): number {
  return usualMs * times
}

function readWhole(name: string, value: string): number {
  if (!/^-?\d{1,10}$/.test(value)) throw new Error(`${name} must be a whole number, not "${value}"`)
  return Number(value)
}
