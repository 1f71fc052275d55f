import fc from 'fast-check'
import type { CallStep, Step } from '../src/model/case.ts'
import { generators } from '../src/properties/generators.ts'

/** Every call that steps make; of generated steps a sample. */
export function callsIn(steps: readonly Step[]): CallStep[] {
  return steps.flatMap((step): CallStep[] => {
    if ('call' in step) return [step]
    if ('each' in step) return [...step.each]
    if ('race' in step) return [...step.race]
    if ('until' in step) return [step.until]
    if ('during' in step) return [step.during, ...callsIn(step.steps), step.last]
    if ('forAll' in step) return fc.sample(generators[step.forAll]!, 20).flatMap(callsIn)
    return []
  })
}
