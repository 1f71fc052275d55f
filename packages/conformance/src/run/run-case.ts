import type { ConformanceCase, DuringStep, EachStep, Step } from '../model/case.ts'
import { beginCase, hasFailed, type CaseRun } from './case-run.ts'
import { runCall, runRace, runUntil } from './run-call.ts'
import { runControl, runTimeline } from './run-control.ts'
import { runProperty } from './run-property.ts'
import { runTransfer } from './run-transfer.ts'
import type { Session } from './session.ts'

/** Why a case cannot run here; undefined when it can. */
export function unmetNeed({ unmet }: Session, { needs }: ConformanceCase): string | undefined {
  const reasons = new Set(needs.flatMap((need) => unmet.get(need) ?? []))
  return reasons.size === 0 ? undefined : [...reasons].join('; ')
}

/** Runs all steps of a case, up to the first that fails unless they are independent. */
export async function runCase(session: Session, each: ConformanceCase): Promise<CaseRun> {
  const run = beginCase(session)
  for (const step of each.steps) {
    await runStep(run, step, each)
    if (hasFailed(run)) break
  }
  return run
}

async function runSteps(run: CaseRun, steps: readonly Step[], each: ConformanceCase) {
  for (const step of steps) {
    await runStep(run, step, each)
    if (hasFailed(run)) return
  }
}

async function runEach(run: CaseRun, { each }: EachStep): Promise<void> {
  for (const call of each) await runCall(run, call)
}

async function runDuring(run: CaseRun, { during, steps, last }: DuringStep, each: ConformanceCase) {
  const meanwhile = async () => {
    await runSteps(run, steps, each)
    await runCall(run, last)
  }
  await Promise.all([runCall(run, during), meanwhile()])
}

function runStep(run: CaseRun, step: Step, each: ConformanceCase): Promise<void> {
  if ('call' in step) return runCall(run, step)
  if ('each' in step) return runEach(run, step)
  if ('until' in step) return runUntil(run, step)
  if ('race' in step) return runRace(run, step)
  if ('during' in step) return runDuring(run, step, each)
  if ('control' in step) return runControl(run, step)
  if ('timeline' in step) return runTimeline(run, step)
  if ('transfer' in step) return runTransfer(run, step)
  return runProperty(run, step, each, (attempt, steps) => runSteps(attempt, steps, each))
}
