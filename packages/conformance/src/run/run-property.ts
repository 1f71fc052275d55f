import fc from 'fast-check'
import type { ConformanceCase, PropertyStep, Step } from '../model/case.ts'
import { generators } from '../properties/generators.ts'
import { beginCase, hasFailed, type CaseRun } from './case-run.ts'

/** Shrinking against a slow server ends here; what was found by then is reported. */
const LONGEST_MS = 120_000

/** Runs made-up steps many times; keeps the smallest run that fails. */
export async function runProperty(
  run: CaseRun,
  { forAll, runsDividedBy = 1 }: PropertyStep,
  { id }: ConformanceCase,
  runSteps: (run: CaseRun, steps: readonly Step[]) => Promise<void>,
): Promise<void> {
  const generate = generators[forAll]
  if (generate == null) throw new Error(`There is no generator ${forAll}`)
  const { session } = run
  let failed: CaseRun | undefined
  const holds = fc.asyncProperty(generate, async (steps: readonly Step[]) => {
    const attempt = beginCase(session)
    for (const [name, value] of run.values) {
      if (name !== 'unique') attempt.values.set(name, value)
    }
    await runSteps(attempt, steps)
    if (!hasFailed(attempt)) return
    failed = attempt
    throw new StepsFailedError('The steps failed')
  })
  const seed = seedOf(session.seed, id)
  const details = await fc.check(holds, {
    seed,
    numRuns: Math.max(1, Math.ceil(session.runs / runsDividedBy)),
    interruptAfterTimeLimit: LONGEST_MS,
  })
  const { errorInstance: error } = details
  if (error != null && !(error instanceof StepsFailedError)) throw error
  if (failed == null) return
  run.exchanges.push(...failed.exchanges)
  run.problems.push(...failed.problems)
  run.problems.push(`found in run ${details.numRuns}, shrunk ${details.numShrinks} times`)
}

/** Tells fast-check that a run failed; anything else that is thrown is a fault, and passes on. */
class StepsFailedError extends Error {
  override name = 'StepsFailedError'
}

/** Another one for each case, so that a single case generates the same as in a whole run. */
function seedOf(seed: number, id: string): number {
  return (
    [...id].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), seed) | 0
  )
}
