import { afterAll, beforeAll, expect, test } from 'vitest'
import { chosenCases, openConformance, type OpenConformance } from './run-conformance.ts'
import { describeFailure } from './report/describe-failure.ts'
import type { ConformanceOptions } from './session/options.ts'

/** What of the options is known before the target runs. */
export type SuiteOptions = Pick<ConformanceOptions, Known> & {
  /** Called once, before the first test: starts the target, and says where it is. */
  open: () => Promise<Omit<ConformanceOptions, Known>>
}
type Known = 'target' | 'only' | 'privateDetails'

/** Registers one vitest test for each case; what a case needs and the run has not is skipped, with the reason. */
export function testConformance({ open, ...known }: SuiteOptions): void {
  let opened: OpenConformance | undefined
  beforeAll(async () => {
    opened = await openConformance({ ...(await open()), ...known })
  })
  afterAll(() => opened?.close())

  for (const each of chosenCases(known)) {
    test(`${each.id}: ${each.title}`, async ({ skip }) => {
      if (opened == null) throw new Error('The suite is not open')
      const result = await opened.run(each)
      if (result.outcome === 'skipped') skip(result.reason)
      const wrong = result.outcome === 'failed' ? describeFailure(result) : []
      expect(wrong.join('\n')).toBe('')
    })
  }
}
