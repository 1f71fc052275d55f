import { parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import { correlationOf, derivedKey, withoutCorrelation } from './correlation.ts'
import { adopt, alarm, move } from './moves.ts'
import { isFinal, type BookedTransaction, type Payout } from './payout.ts'
import type { Change, RecreatedPayout, Work } from './payout-store.ts'
import type { Alarm, PiResult } from './ports.ts'
import type { PayoutSettings } from './settings.ts'
import { absorbed, type Absorbed, type Memory, type Outcome, type Step } from './steps.ts'

/** Outcomes of the audit's steps: what fails is left for the next audit. */
export function absorbAudit(
  work: Work,
  memory: Memory,
  { step, outcome }: { step: Step; outcome: Outcome },
  settings: PayoutSettings,
): Absorbed {
  if (step.type === 'identify' && outcome.type === 'payment') {
    return absorbIdentify(work, memory, step.transaction, outcome.result)
  }
  if (outcome.type === 'traced') {
    const { identified } = memory
    return identified == null
      ? sortOut(memory.open ?? [], outcome.payouts, { work, settings })
      : absorbOwner(identified, outcome.payouts)
  }
  if (outcome.type === 'open') {
    const { result } = outcome
    if (result.kind !== 'ok') return absorbed({ isOver: true })
    const listed = new Set(result.value.map(({ identifier }) => identifier))
    const others = (memory.open ?? []).filter(({ identifier }) => !listed.has(identifier))
    return absorbed({ memory: { open: [...result.value, ...others], isListed: true } })
  }
  if (step.type === 'cancel' && outcome.type === 'payment') {
    return absorbOrphan(memory, step.piId, outcome.result)
  }
  throw new Error(`An audit has no ${step.type} step with the outcome ${outcome.type}`)
}

/** R5: Pi's 404 moves nothing while the database may have lost the row. Later a memo that Pi does not know is nobody's. */
function absorbIdentify(
  { lane }: Work,
  memory: Memory,
  transaction: BookedTransaction,
  result: PiResult<Payment>,
): Absorbed {
  const { hash } = transaction
  const skip = absorbed({ memory: { skipped: [...memory.skipped, hash] } })
  if (result.kind === 'ok') {
    return correlationOf(result.value) == null
      ? foreign(hash)
      : absorbed({ memory: { identified: { transaction, payment: result.value } } })
  }
  const isNobodys = result.kind === 'refused' && result.code === 'payment_not_found'
  if (isNobodys && lane.quarantineLeftMs <= 0) return foreign(hash)
  // Nothing is signed until it is identified: somebody should know why.
  if (result.kind === 'refused') return { ...skip, alarms: [alarm('refused_for_now', null, hash)] }
  return skip
}

function foreign(hash: string): Absorbed {
  return absorbed({
    changes: [{ type: 'identify', hash, payoutId: null }],
    alarms: [alarm('foreign_transaction', null, hash)],
  })
}

/** A transaction whose memo is a payment of ours, though no row said so: the database forgot. */
function absorbOwner(
  { transaction, payment }: NonNullable<Memory['identified']>,
  [payout]: readonly Payout[],
): Absorbed {
  const { hash, ledger } = transaction
  const memory = { identified: null }
  const correlation = correlationOf(payment)
  const paid = { txid: hash, ledger, piId: payment.identifier, lastPayment: payment }
  const evidence = {
    because: 'found on the chain',
    txid: hash,
    ledger,
    payment: payment.identifier,
  }
  if (payout != null) {
    const identify: Change = { type: 'identify', hash, payoutId: payout.id }
    const isNo = payout.state === 'cancelled' || payout.state === 'failed'
    const isOther = payout.txid != null && payout.txid !== hash
    const code = isOther ? ('paid_twice' as const) : ('repaired' as const)
    const repair = isNo ? [move(payout, 'paid', paid, evidence)] : []
    // A payout in work finds the transaction in its books by itself.
    return absorbed({ changes: [identify, ...repair], alarms: [alarm(code, payout, hash)], memory })
  }
  const amount = parsePiAmount(payment.amount)
  if (correlation == null || !amount.ok) return { ...foreign(hash), memory }
  const recreated: RecreatedPayout = {
    id: correlation.p,
    clientId: correlation.c,
    requestHash: correlation.r,
    idempotencyKey: correlation.d == null ? null : derivedKey(correlation.r, correlation.d),
    uid: payment.user_uid,
    amount: amount.stroops,
    memo: payment.memo,
    metadata: withoutCorrelation(payment).metadata ?? {},
    cancelRequested: false,
    toAddress: payment.to_address,
    fromAddress: payment.from_address,
    network: payment.network,
    ...paid,
  }
  return absorbed({
    changes: [
      { type: 'recreate', payout: recreated, evidence },
      { type: 'identify', hash, payoutId: correlation.p },
    ],
    alarms: [{ code: 'repaired', payoutId: correlation.p, detail: hash }],
    memory,
  })
}

/** Whose every open payment is. One that a payout in work lacks is handed to it; one that nobody will pay is an orphan. */
function sortOut(
  open: readonly Payment[],
  payouts: readonly Payout[],
  { work, settings }: { work: Work; settings: PayoutSettings },
): Absorbed {
  const owners = new Map(payouts.map((payout) => [payout.id, payout]))
  const changes: Change[] = []
  const alarms: Alarm[] = []
  const orphans: Payment[] = []
  for (const payment of open) {
    const id = correlationOf(payment)?.p
    const owner = id == null ? undefined : owners.get(id)
    if (id == null) alarms.push(alarm('foreign_payment', null, payment.identifier))
    else if (owner == null || isOrphaned(payment, owner)) orphans.push(payment)
    else if (owner.piId == null && (owner.state === 'creating' || owner.state === 'received')) {
      const adopted = adopt(owner, payment, settings, 'handed over')
      // One payment per payout: a second one is an orphan at the next audit.
      owners.set(id, { ...owner, piId: payment.identifier })
      changes.push(...adopted.changes)
      alarms.push(...adopted.alarms)
    }
  }
  const isQuarantined = work.lane.quarantineLeftMs > 0
  return absorbed({ changes, alarms, memory: { orphans: isQuarantined ? [] : orphans } })
}

/** Nobody will pay it: its payout has another payment, or ended without one. */
function isOrphaned(payment: Payment, { piId, state }: Payout): boolean {
  if (piId != null && piId !== payment.identifier) return true
  return isFinal(state) && (piId == null || state === 'cancelled' || state === 'failed')
}

function absorbOrphan(memory: Memory, piId: string, result: PiResult<Payment>): Absorbed {
  const orphans = (memory.orphans ?? []).filter(({ identifier }) => identifier !== piId)
  const isDone = result.kind === 'ok'
  return absorbed({
    memory: { orphans },
    alarms: isDone ? [alarm('orphan_cancelled', null, piId)] : [],
  })
}
