import { canonicalUid, parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import {
  derivedKey,
  isNamedBy,
  withoutCorrelation,
  type Correlation,
} from '../../model/correlation.ts'
import { alarm, move } from '../moves.ts'
import type { BookedTransaction, Payout } from '../../model/payout.ts'
import type { Change, RecreatedPayout } from '../../model/changes.ts'
import type { Work } from '../../model/work.ts'
import type {
  Alarm,
  ChainResult,
  LedgerTime,
  PiRefusal,
  PiResult,
  Unknown,
} from '../../model/ports.ts'
import type { Rules } from '../rules.ts'
import type { PayoutSettings } from '../../model/settings.ts'
import { provesKey } from '../prove-key.ts'
import { chainReset } from '../chain/back-off-for-horizon.ts'
import { sortOut } from './sort-open-payments.ts'
import type { Memory } from '../memory.ts'
import { absorbed, isUnknown, type Absorbed, type Outcome, type Step } from '../steps.ts'
import { stopLane } from './stop-lane.ts'
import { unreadableAlarms } from '../unreadable-payments.ts'

/** Outcomes of the audit's steps: what fails is left for the next audit. */
export function absorbAudit(
  work: Work,
  memory: Memory,
  { step, outcome }: { step: Step; outcome: Outcome },
  { settings, rules }: { settings: PayoutSettings; rules: Rules },
): Absorbed {
  if (step.type === 'identify' && outcome.type === 'payment') {
    return absorbIdentify({ work, memory, rules }, step.transaction, outcome.result)
  }
  if (step.type === 'prove_key' && outcome.type === 'payment') {
    return absorbed({ memory: { isKeyProven: provesKey(outcome.result, rules) } })
  }
  if (outcome.type === 'read_ledger') return absorbNewest(work, outcome.ledger)
  if (outcome.type === 'traced') {
    const { identified } = memory
    return identified == null
      ? sortOut(memory.open ?? [], outcome.payouts, { work, settings, rules })
      : absorbOwner({ work, memory, rules }, identified, outcome.payouts)
  }
  if (outcome.type === 'open') {
    const { result } = outcome
    if (result.kind !== 'ok') return absorbed({ isOver: true, alarms: [listAlarm(result, rules)] })
    const { payments, unreadable } = result.value
    const listed = new Set(payments.map(({ identifier }) => identifier))
    const others = (memory.open ?? []).filter(({ identifier }) => !listed.has(identifier))
    const isUnreadable = unreadable.named.size > 0
    return absorbed({
      memory: { open: [...payments, ...others], isListed: true, isUnreadable },
      alarms: unreadableAlarms(unreadable, null),
    })
  }
  if (step.type === 'cancel' && outcome.type === 'payment') {
    return absorbOrphan({ memory, rules }, step.piId, outcome.result)
  }
  throw new Error(`An audit has no ${step.type} step with the outcome ${outcome.type}`)
}

/** A ledger that is younger than one of the books, with a lower number, is of another chain. */
function absorbNewest({ lane: { tip } }: Work, newest: ChainResult<LedgerTime>): Absorbed {
  if (tip == null) return absorbed({ isOver: true })
  if (newest.kind !== 'ok') {
    const cause = isUnknown(newest) ? newest.cause : 'no newest ledger'
    return absorbed({ isOver: true, alarms: [alarm('upstream_down', null, `Horizon: ${cause}`)] })
  }
  const { sequence, closedAt } = newest.value
  if (sequence >= tip.sequence || closedAt <= tip.closedAt) {
    return absorbed({ memory: { ledgerTime: newest.value } })
  }
  return absorbed({ isOver: true, alarms: [chainReset(null, sequence, tip)] })
}

type Audit = { work: Work; memory: Memory; rules: Rules }

/** R5: Pi's 404 moves nothing. The key may be another app's, and Pi may have forgotten the payment. */
function absorbIdentify(
  { work, memory, rules }: Audit,
  transaction: BookedTransaction,
  result: PiResult<Payment>,
): Absorbed {
  const { hash } = transaction
  if (result.kind === 'ok') {
    const correlation = rules.correlationOf(result.value)
    if (correlation == null) return foreign(hash)
    if (rules.isForeign(correlation, work.deployment)) {
      return stopLane(work, memory, {
        reason: 'foreign_deployment',
        payment: result.value,
        correlation,
        hash,
      })
    }
    return absorbed({ memory: { identified: { transaction, payment: result.value } } })
  }
  const skipped = [...memory.skipped, hash]
  if (result.kind === 'unknown') return absorbed({ memory: { skipped } })
  const isNotFound = result.code === 'payment_not_found'
  if (isNotFound && rules.isProvenForeign(work.lane)) return foreign(hash)
  const notFound = isNotFound ? [...memory.notFound, hash] : memory.notFound
  const detail = `transaction ${hash}: ${result.code}`
  return absorbed({
    memory: { skipped, notFound },
    alarms: [alarm('unidentified_transaction', null, detail)],
  })
}

function foreign(hash: string): Absorbed {
  return absorbed({
    changes: [{ type: 'identify', hash, payoutId: null }],
    alarms: [alarm('foreign_transaction', null, hash)],
  })
}

/** A transaction whose memo is a payment of ours, though no row said so: the database forgot, or another one pays. */
function absorbOwner(
  { work, memory, rules }: Audit,
  { transaction, payment }: NonNullable<Memory['identified']>,
  payouts: readonly Payout[],
): Absorbed {
  const { hash, ledger } = transaction
  const correlation = rules.correlationOf(payment)
  if (!rules.isPaidBy(payment, transaction)) {
    // Not what Pi's payment says: an operator compares the two.
    const detail = `transaction ${hash} is not what payment ${payment.identifier} says`
    return absorbed({
      memory: { identified: null, skipped: [...memory.skipped, hash] },
      alarms: [alarm('unidentified_transaction', null, detail)],
    })
  }
  const payout = correlation && payouts.find((each) => isNamedBy(correlation, each))
  const paid = { txid: hash, ledger, piId: payment.identifier, lastPayment: payment }
  const evidence = {
    because: 'found on the chain',
    txid: hash,
    ledger,
    payment: payment.identifier,
  }
  const done = { identified: null }
  if (payout != null) {
    const identify: Change = { type: 'identify', hash, payoutId: payout.id }
    const isOther = payout.txid != null && payout.txid !== hash
    const code = isOther ? ('paid_twice' as const) : ('repaired' as const)
    const repair = rules.isRepaired(payout.state) ? [move(payout, 'paid', paid, evidence)] : []
    // A payout in work finds the transaction in its books by itself. Of its payments at Pi this one is paid: no other.
    const { piId, lastPayment } = paid
    if (isUnpaid(payout)) {
      // It has begun, though its row forgot: it must not wait for its turn.
      const to = payout.state === 'received' ? 'creating' : payout.state
      repair.push(move(payout, to, { piId, lastPayment }, evidence))
    }
    const alarms = [alarm(code, payout, hash)]
    return absorbed({ changes: [identify, ...repair], alarms, memory: done })
  }
  const recreated = recreate(transaction, payment, correlation)
  if (recreated == null) return { ...foreign(hash), memory: done }
  if (!rules.mayHaveLost(work.lane)) {
    return stopLane(work, memory, { reason: 'unknown_payout', payment, correlation, hash })
  }
  return absorbed({
    changes: [
      { type: 'recreate', payout: recreated, evidence },
      { type: 'identify', hash, payoutId: recreated.id },
    ],
    alarms: [{ code: 'repaired', payoutId: recreated.id, detail: hash }],
    memory: done,
  })
}

function isUnpaid({ state }: Payout): boolean {
  return state === 'received' || state === 'creating' || state === 'created' || state === 'signed'
}

/** The row that the database lost, as Pi's payment and the chain tell it. */
function recreate(
  { hash, ledger }: BookedTransaction,
  payment: Payment,
  correlation: Correlation | undefined,
): RecreatedPayout | undefined {
  const amount = parsePiAmount(payment.amount)
  if (correlation == null || !amount.ok) return undefined
  return {
    id: correlation.p,
    clientId: correlation.c,
    requestHash: correlation.r,
    idempotencyKey: correlation.d == null ? null : derivedKey(correlation.r, correlation.d),
    uid: canonicalUid(payment.user_uid),
    amount: amount.stroops,
    memo: payment.memo,
    metadata: withoutCorrelation(payment).metadata ?? {},
    cancelRequested: false,
    piId: payment.identifier,
    toAddress: payment.to_address,
    fromAddress: payment.from_address,
    network: payment.network,
    txid: hash,
    ledger,
    lastPayment: payment,
  }
}

function absorbOrphan(
  { memory, rules }: Pick<Audit, 'memory' | 'rules'>,
  piId: string,
  result: PiResult<Payment>,
): Absorbed {
  const orphans = (memory.orphans ?? []).filter(({ identifier }) => identifier !== piId)
  const closed = { changes: [{ type: 'unblock' as const, piId }], memory: { orphans } }
  if (result.kind === 'ok') {
    return absorbed({ ...closed, alarms: [alarm('orphan_cancelled', null, piId)] })
  }
  if (result.kind === 'unknown') return absorbed({ memory: { orphans } })
  if (rules.refusalClass('cancel', result) === 'closed') return absorbed(closed)
  const refused = alarm('refused_for_now', null, `cancel ${piId}: ${result.code}`)
  return absorbed({ memory: { orphans }, alarms: [refused] })
}

/** Pi does not show its list: what is open there is not known, and nothing is cleared up. */
function listAlarm(result: PiRefusal | Unknown, rules: Rules): Alarm {
  if (result.kind === 'unknown') {
    return result.cause === 'unauthorized'
      ? alarm('upstream_auth', null, 'list_open')
      : alarm('upstream_down', null, `Pi: ${result.cause}`)
  }
  const isOfApp = rules.refusalClass('list', result) === 'app'
  return alarm(isOfApp ? 'upstream_auth' : 'refused_for_now', null, result.code)
}
