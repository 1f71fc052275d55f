import { expect, type TestContext } from 'vitest'

/**
 * When a command that has ended is in force in the running server: the promised second, and time for a busy machine. A
 * server that does not look for commands would take minutes.
 */
const EFFECT_MS = 10_000

/** Notes how long after its end a command was in force, and fails when that was too long. */
export async function noteEffect({ annotate }: TestContext, what: string, ms: number) {
  await annotate(`${what}: in force ${Math.round(ms)} ms after the command ended`)
  expect(ms).toBeLessThan(EFFECT_MS)
}
