import fc from 'fast-check'
import { anyConcurrency, anyPending, commandOf } from './any-command.ts'
import { sequenceOf } from './any-sequence.ts'
import { plainTerms, record } from './any-terms.ts'
import type { Pending, Scenario, Terms } from './scenario.ts'

type Kind = { length: number; pending?: Pending; terms?: fc.Arbitrary<Terms> }

/** Scenarios of at most `length` commands or short sequences, in worlds that begin with `pending`. */
export function scenarios({ length, pending, terms = plainTerms }: Kind): fc.Arbitrary<Scenario> {
  const alone = commandOf(terms).map((command) => [command])
  const part = fc.oneof(
    { weight: 4, arbitrary: alone },
    { weight: 2, arbitrary: sequenceOf(terms) },
  )
  const parts = fc.array(part, { minLength: 1, maxLength: length, size: 'max' })
  return record<Scenario>({
    spelling: fc.constantFrom<Scenario['spelling'][]>('guide+wire', 'wire'),
    pending: pending == null ? anyPending : fc.constant(pending),
    concurrency: anyConcurrency,
    commands: parts.map((parts) => parts.flat()),
  })
}
