import { expect, test } from 'vitest'
import { makeSurvey } from '../../../../testkit/make-work.ts'
import { nextIn, stepInShort, type Extra } from '../../../../testkit/take-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { Memory } from '../memory.ts'

const survey = makeSurvey()
const cancelRequested = true
const broke = makeSurvey({ available: 31_499_999n })
const steps: [string, Partial<Payout>, Partial<Memory>, Extra, string][] = [
  ['a new payout needs the wallet', { state: 'received' }, {}, {}, 'survey'],
  ['with money it is created', { state: 'received' }, { survey }, {}, 'received -> creating'],
  [
    'without money and fee it waits',
    { state: 'received' },
    { survey: broke },
    {},
    'rest 1000, see_balance, over, ! wallet_poor',
  ],
  [
    'a cancelled new payout is closed',
    { state: 'received', cancelRequested },
    {},
    {},
    'received -> cancelling',
  ],
]

test.each(steps)('next: %s', (_name, set, memory, extra, expected) => {
  expect(stepInShort(nextIn(set, memory, extra))).toBe(expected)
})
