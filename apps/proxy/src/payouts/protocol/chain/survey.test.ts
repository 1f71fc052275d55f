import { expect, test } from 'vitest'
import {
  emptyMemory,
  makeLane,
  makePayout,
  makeSurvey,
  makeTransaction,
  makeWork,
  settings,
} from '../../../../testkit/make-work.ts'
import { absorb } from '../absorb.ts'
import type { WalletTransaction } from '../../model/payout.ts'
import { rules } from '../rules.ts'
import type { Memory } from '../memory.ts'
import type { Outcome, Step } from '../steps.ts'

const step: Step = { type: 'survey', cursor: null, hashes: [] }
const own = makeTransaction({ sequence: 11n, pagingToken: 't11' })
const bump = makeTransaction({ source: 'GOTHER', sequence: 3n, pagingToken: 't3', bumpTo: 30n })

/** Surveys in a row of one visit, each with the page that Horizon showed; what each of them books. */
function survey(pages: WalletTransaction[][]) {
  const { sequence, available, ledger } = makeSurvey()
  const account = {
    kind: 'ok',
    value: { sequence, balance: available, available, ledger, modifiedLedger: null },
  } as const
  let memory: Memory = emptyMemory
  let lane = makeLane()
  const booked = pages.map((transactions) => {
    const page = { kind: 'ok', value: { transactions, isFull: false } } as const
    const outcome: Outcome = { type: 'survey', account, page, found: [] }
    const work = { ...makeWork(makePayout({ state: 'signed' })), lane }
    const result = absorb({ work, memory, settings }, rules, { step, outcome })
    memory = { ...memory, ...result.memory }
    const [change] = result.changes
    if (change?.type !== 'book') return null
    lane = { ...lane, cursor: change.cursor, bookedSequence: change.bookedSequence }
    return change.bookedSequence
  })
  return { booked, isKnown: memory.survey != null }
}

// Found by the simulation: a page without the payment and with a bump behind it made the payout `cancelled`, but paid.
test('R4: what one page left out before a bump by another account is booked before the bump', () => {
  const pages = [[bump], [own, bump], [bump], [bump], [bump]]
  expect(survey(pages)).toEqual({ booked: [null, 11n, null, null, 30n], isKnown: true })
})

test('R4: a bump by another account counts after three reads that agree, not before', () => {
  expect(survey([[bump], [bump], [bump]])).toEqual({ booked: [null, null, null], isKnown: false })
  expect(survey([[bump], [bump], [bump], [bump]])).toEqual({
    booked: [null, null, null, 30n],
    isKnown: true,
  })
})
