import { canonicalUid, parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import {
  derivedKey,
  isNamedBy,
  withoutCorrelation,
  type Correlation,
} from '../../model/correlation.ts'
import type { Change, RecreatedPayout } from '../../model/changes.ts'
import type { BookedTransaction, Payout } from '../../model/payout.ts'
import type { PiResult } from '../../model/ports.ts'
import type { Work } from '../../model/work.ts'
import { alarm, move } from '../moves.ts'
import { provesKey } from '../prove-key.ts'
import type { Rules } from '../rules.ts'
import type { Visit } from '../situation.ts'
import { absorbed, note, type Absorbed } from '../steps.ts'
import type { AuditMemory, AuditStep } from './audit-memory.ts'
import { stopLane } from './stop-lane.ts'
import { traceStep } from './trace-step.ts'

/** What is to be done about transactions that no payout is known for; undefined: nothing more now. */
export function nextTransactionStep(
  { work, memory }: Visit<AuditMemory>,
  rules: Rules,
): AuditStep | undefined {
  const { transactions, skipped } = memory
  if (transactions.phase === 'find_owner') return traceStep([transactions.payment], rules)
  const unknown = work.unmatched.find(({ hash }) => !skipped.includes(hash))
  return unknown == null ? proofStep(work, memory) : identifyStep(unknown, rules)
}

function identifyStep(
  transaction: BookedTransaction,
  { isPaymentLike }: Pick<Rules, 'isPaymentLike'>,
): AuditStep {
  const { memo, hash } = transaction
  if (memo != null && isPaymentLike(transaction)) {
    return { type: 'identify', transaction, piId: memo }
  }
  return note({ changes: [{ type: 'identify', hash, payoutId: null }] })
}

/** Pi does not know a memo: is its key that of the wallet's app? */
function proofStep({ knownPayment }: Work, { notFound, key }: AuditMemory): AuditStep | undefined {
  if (notFound.length === 0 || key !== 'untried') return undefined
  if (knownPayment == null) return note({ memory: { key: 'unproven' } })
  return { type: 'prove_key', piId: knownPayment }
}

/** R5: Pi's 404 moves nothing. The key may be another app's, and Pi may have forgotten the payment. */
export function absorbIdentify(
  { work, memory }: Visit<AuditMemory>,
  rules: Rules,
  { transaction, result }: { transaction: BookedTransaction; result: PiResult<Payment> },
): Absorbed<AuditMemory> {
  const { hash } = transaction
  if (result.kind === 'ok') {
    const correlation = rules.correlationOf(result.value)
    if (correlation == null) return foreign(hash)
    if (rules.isForeign(correlation, work.deployment)) {
      const stopped = stopLane(work, {
        reason: 'foreign_deployment',
        payment: result.value,
        correlation,
      })
      return { ...stopped, memory: { skipped: [...memory.skipped, hash] } }
    }
    return absorbed({
      memory: { transactions: { phase: 'find_owner', transaction, payment: result.value } },
    })
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

export function absorbKeyProof(result: PiResult<Payment>, rules: Rules): Absorbed<AuditMemory> {
  return absorbed({ memory: { key: provesKey(result, rules) ? 'proven' : 'unproven' } })
}

function foreign(hash: string): Absorbed<AuditMemory> {
  return absorbed({
    changes: [{ type: 'identify', hash, payoutId: null }],
    alarms: [alarm('foreign_transaction', null, hash)],
  })
}

type Traced = { transaction: BookedTransaction; payment: Payment; payouts: readonly Payout[] }

/** A transaction whose memo is our payment, though no row said so: the database forgot, or another one pays. */
export function absorbOwner(
  { work, memory }: Visit<AuditMemory>,
  rules: Rules,
  { transaction, payment, payouts }: Traced,
): Absorbed<AuditMemory> {
  const { hash, ledger } = transaction
  const done = { transactions: { phase: 'identify' } } as const
  const correlation = rules.correlationOf(payment)
  if (!rules.isPaidBy(payment, transaction)) {
    // Not what Pi's payment says: an operator compares the two.
    const detail = `transaction ${hash} is not what payment ${payment.identifier} says`
    return absorbed({
      memory: { ...done, skipped: [...memory.skipped, hash] },
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
    const stopped = stopLane(work, { reason: 'unknown_payout', payment, correlation })
    return { ...stopped, memory: { ...done, skipped: [...memory.skipped, hash] } }
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

/** The row that the database lost, as Pi's payment and the chain show it. */
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
