import { absorbAudit } from './audit/absorb-audit.ts'
import { absorbPayment } from './absorb-payment.ts'
import { absorbSubmit } from './absorb-submit.ts'
import { readPage } from './chain/books.ts'
import { adopt, alarm, hold, move } from './moves.ts'
import { envelopeOf, TOO_LATE } from './signing.ts'
import type { Change } from '../model/changes.ts'
import type { Work } from '../model/work.ts'
import { isAnotherChain, backOffForChain, backOffForHorizon } from './chain/back-off-for-horizon.ts'
import { absorbProof } from './prove-key.ts'
import { backOffForPi, backOffForRefusal } from './back-off-for-pi.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import { withDoubts, type Rules } from './rules.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Memory } from './memory.ts'
import { absorbed, isUnknown, type Absorbed, type Outcome, type Step } from './steps.ts'
import { mayHide, unreadableAlarms } from './unreadable-payments.ts'

/** What an outcome changes. Pure. An outcome that proves nothing changes nothing but when to come back. */
export function absorb(
  work: Work,
  memory: Memory,
  { step, outcome }: { step: Step; outcome: Outcome },
  { settings, rules }: { settings: PayoutSettings; rules: Rules },
): Absorbed {
  if (step.type === 'note') return step.absorbed
  if (outcome.type === 'survey') return absorbSurvey(work, memory, outcome, { settings, rules })
  const { payout } = work
  if (payout == null) return absorbAudit(work, memory, { step, outcome }, { settings, rules })
  const situation: Situation = { work: { ...withDoubts(work, rules), payout }, memory, settings }
  switch (outcome.type) {
    case 'read_ledger':
      return absorbLedger(situation, step, outcome)
    case 'open':
      return absorbOpen(situation, rules, outcome)
    case 'payment':
      if (step.type === 'prove_key') return absorbProof(situation, rules, outcome.result)
      return absorbPayment(situation, rules, step, outcome.result)
    case 'signed':
      return step.type === 'sign' ? absorbSigned(situation, step, outcome) : mismatch(step, outcome)
    case 'sign_refused':
      return signRefused(situation, outcome.reason)
    case 'submitted':
      return step.type === 'submit'
        ? absorbSubmit(situation, step.envelope, outcome.result)
        : mismatch(step, outcome)
    default:
      return mismatch(step, outcome)
  }
}

function mismatch(step: Step, outcome: Outcome): never {
  throw new Error(`A ${step.type} step cannot have the outcome ${outcome.type}`)
}

/** A page may leave a transaction out. So many reads that agree are believed not to have, all of them. */
const LEAP_READS = 3

function absorbSurvey(
  work: Work,
  memory: Memory,
  { account, page, found }: Extract<Outcome, { type: 'survey' }>,
  { settings, rules }: { settings: PayoutSettings; rules: Rules },
): Absorbed {
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
    isCovered: (upTo, booked) => rules.isCovered(account.value, upTo, booked),
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
  // The audit tells what the wallet can pay, so that what it cannot need not be visited.
  if (payout == null) changes.push({ type: 'see_balance', available, fee: settings.fee })
  return absorbed({ changes, memory: { survey, pageCursor: null } })
}

function absorbLedger(
  { work, settings }: Situation,
  step: Step,
  { ledger }: Extract<Outcome, { type: 'read_ledger' }>,
): Absorbed {
  if (ledger.kind !== 'ok') return backOff(work.payout, settings, { because: 'horizon' })
  const ledgerTime = ledger.value
  if (step.type !== 'read_ledger' || step.which !== 'latest') {
    return absorbed({ memory: { ledgerTime } })
  }
  // Only a survey after it is known to be at least as new.
  const isDeciding = work.payout.state === 'signed'
  return absorbed({ memory: { ledgerTime, ...(isDeciding && { survey: null }) } })
}

function absorbOpen(
  { work, settings }: Situation,
  rules: Rules,
  { result }: Extract<Outcome, { type: 'open' }>,
): Absorbed {
  const { payout } = work
  if (result.kind === 'unknown') return backOffForPi({ work, settings }, 'list_open', result)
  if (result.kind === 'refused') {
    return backOffForRefusal({ work, settings }, rules.refusalClass('list', result), result.code)
  }
  const { payments, unreadable } = result.value
  const mine = payments.find((payment) => rules.isMine(payment, payout, work.deployment))
  const memory = { open: payments }
  // Neither created a second time nor given up while it may be there.
  if (mine == null && mayHide(unreadable, payout)) {
    const alarms = unreadableAlarms(unreadable, payout)
    return backOff(payout, settings, { because: 'refusal', alarms })
  }
  if (mine == null) return absorbed({ memory })
  if (payout.state === 'creating')
    return { ...adopt(payout, mine, { settings, rules }, 'listed'), memory }
  const evidence = { how: 'listed', payment: mine.identifier }
  const set = { piId: mine.identifier, lastPayment: mine }
  return absorbed({ changes: [move(payout, payout.state, set, evidence)], memory })
}

/** The signer has a clock of its own. Where it finds a bound too far ahead, one of the clocks is wrong: nothing is lost. */
function signRefused({ work, settings }: Situation, reason: string): Absorbed {
  const { payout } = work
  if (reason === 'maxTime' && payout.submitCode === TOO_LATE) {
    const detail = 'the clocks of the proxy and of the database differ, or Horizon is late'
    const alarms = [alarm('horizon_late', null, detail)]
    return backOff(payout, settings, { because: 'ledger', alarms })
  }
  return hold(payout, 'signer_refused', { reason })
}

/** R1: the envelope is committed, with the state, before it leaves the process. */
function absorbSigned(
  { work, memory }: Situation,
  step: Extract<Step, { type: 'sign' }>,
  signature: { hash: string; xdr: string },
): Absorbed {
  const { payout } = work
  const { sequence, maxTime, fee } = step.order
  const evidence = {
    hash: signature.hash,
    sequence: sequence.toString(),
    max_time: maxTime,
    fee: fee.toString(),
    wallet_sequence: memory.survey?.sequence.toString() ?? null,
    ledger: memory.survey?.ledger ?? null,
  }
  return absorbed({
    changes: [
      move(payout, 'signed', { submitCode: null, expiryReads: 0 }, evidence),
      { type: 'add_envelope', envelope: envelopeOf(payout, step, signature) },
    ],
    memory: { survey: null, ledgerTime: null },
  })
}
