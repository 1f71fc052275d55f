import type { Change } from '../../model/changes.ts'
import type { Work } from '../../model/work.ts'
import { backOff } from '../back-off.ts'
import type { ChainMemory } from '../memory.ts'
import { alarm } from '../moves.ts'
import type { Situation, Visit } from '../situation.ts'
import { absorbed, isUnknown, type Absorbed, type Outcome, type Step } from '../steps.ts'
import { backOffForChain, backOffForHorizon, isAnotherChain } from './back-off-for-horizon.ts'
import { readPage, type IsCovered } from './books.ts'

type SurveyStep = Extract<Step, { type: 'survey' }>

/** The wallet, its transactions since the books end, and what became of the live envelopes. */
export function surveyStep({ lane, envelopes }: Work, { pageCursor }: ChainMemory): SurveyStep {
  const hashes = envelopes.filter(({ status }) => status === 'live').map(({ hash }) => hash)
  return { type: 'survey', cursor: pageCursor ?? lane.cursor, hashes }
}

/** A page may leave a transaction out. If so many reads agree, all of them count as complete. */
const LEAP_READS = 3

/** The wallet and a page of its transactions, as Horizon shows them. */
export function absorbSurvey(
  { work, memory, settings }: Visit<ChainMemory>,
  isCovered: IsCovered,
  { account, page, found }: Extract<Outcome, { type: 'survey' }>,
): Absorbed<ChainMemory> {
  const { payout, lane } = work
  const seen = found.flatMap((result) => (result.kind === 'ok' ? [result.value] : []))
  if (account.kind !== 'ok' || page.kind !== 'ok') {
    const atLeastMs = [account, page].map((result) => (isUnknown(result) ? result.retryAfterMs : 0))
    return backOffForHorizon(
      { payout, settings },
      { account, page },
      Math.max(0, ...atLeastMs.map((ms) => ms ?? 0)),
    )
  }
  if (isAnotherChain(work, account.value)) return backOffForChain(work, account.value, settings)
  const { leap: before } = memory
  const believed = before != null && before.reads >= LEAP_READS ? before.token : null
  const { book, next, leap } = readPage(lane, page.value, {
    believed,
    isCovered: (upTo, booked) => isCovered(account.value, upTo, booked),
  })
  const changes: Change[] = book == null ? [] : [book]
  if (leap != null) {
    const isSame = before?.token === leap.token && before.booked === leap.booked
    const reads = isSame ? before.reads + 1 : 1
    return absorbed({ changes, memory: { leap: { ...leap, reads }, pageCursor: null } })
  }
  if (next != null) return absorbed({ changes, memory: { pageCursor: next } })
  const { sequence, available, ledger } = account.value
  const absent = found.filter(({ kind }) => kind === 'absent').length
  const survey = { sequence, available, ledger, before: memory.ledgerTime, found: seen, absent }
  // The audit finds what the wallet can pay, so that what it cannot need not be visited.
  if (payout == null) changes.push({ type: 'see_balance', available, fee: settings.fee })
  return absorbed({ changes, memory: { survey, pageCursor: null } })
}

/** Visits after which a gap is no longer explained by lag. */
const LONG_GAP = 20

/** Comes back one ledger later; what is not identified is the audit's. */
export function backOffForBooks({ work, settings }: Situation): Absorbed {
  const { payout, unmatched } = work
  const gap = alarm('books_gap', payout, "the books do not reach the wallet's sequence")
  const isUnidentified = unmatched.length > 0
  return backOff(payout, settings, {
    because: isUnidentified ? 'unidentified_transaction' : 'books',
    // What is denied concerns payouts of its amount only.
    isAside: isUnidentified && unmatched.every(({ isDenied }) => isDenied),
    alarms: payout.waitsFor === 'books' && payout.attempts >= LONG_GAP ? [gap] : [],
    audit: isUnidentified ? [] : null,
  })
}
