import { correlationOf } from '../src/payouts/correlation.ts'
import {
  isFinal,
  type Payout,
  type PayoutState,
  type WalletTransaction,
} from '../src/payouts/payout.ts'
import type { SimChain } from './sim-chain.ts'
import type { SimPi } from './sim-pi.ts'
import type { Tables } from './memory-payout-store.ts'

export type Violation = { invariant: string; detail: string; at: number }

/** What a client was told about its payout, once it was final. */
export type Answer = {
  payoutId: string
  state: PayoutState
  /** When the row became so: a process that was paused may tell it much later. */
  decidedAt: number
}

export type Facts = {
  chain: SimChain
  pi: SimPi
  tables: Tables
  answers: readonly Answer[]
  /** When the database forgot something; answers from before may be about what it forgot. */
  lastRollback: number
  didLie: boolean
}

/** I1 on the ledger alone: whose a payment is, Pi's record says. */
export function paidTwice(
  chain: SimChain,
  pi: SimPi,
  added: readonly WalletTransaction[],
): string[] {
  const wrong: string[] = []
  for (const transaction of added) {
    const id = payoutPaidBy(pi, transaction)
    if (id != null && paymentsOf(chain, pi, id).length > 1) wrong.push(`${id} is paid twice`)
  }
  return wrong
}

/** The payout that a successful transaction pays. */
function payoutPaidBy(pi: SimPi, { memo, successful }: WalletTransaction): string | undefined {
  if (!successful || memo == null) return undefined
  const record = pi.records().get(memo)
  return record == null ? undefined : correlationOf(record.dto)?.p
}

function paymentsOf(chain: SimChain, pi: SimPi, id: string): WalletTransaction[] {
  return chain.history().filter((transaction) => payoutPaidBy(pi, transaction) === id)
}

/** I2 to I5 when everything came to rest. */
export function checkEnd(facts: Facts): Omit<Violation, 'at'>[] {
  const wrong: Omit<Violation, 'at'>[] = []
  const fail = (invariant: string, detail: string) => wrong.push({ invariant, detail })
  for (const payout of facts.tables.payouts.values()) checkPayout(facts, payout, fail)
  checkMoney(facts, fail)
  checkAnswers(facts, fail)
  checkNothingStuck(facts, fail)
  return wrong
}

type Fail = (invariant: string, detail: string) => void

function checkPayout({ chain, pi, didLie }: Facts, payout: Payout, fail: Fail): void {
  const paid = paymentsOf(chain, pi, payout.id)
  const is = `${payout.id} is ${payout.state}`
  switch (payout.state) {
    case 'completed':
    case 'paid_unconfirmed': {
      const [transaction] = paid
      if (paid.length !== 1 || transaction == null)
        return fail('I2', `${is}, paid ${paid.length} times`)
      const { payment, hash, memo } = transaction
      if (payment?.amount !== payout.amount) fail('I2', `${is}, with another amount`)
      const dto = pi.records().get(memo ?? '')?.dto
      if (dto?.user_uid !== payout.uid || payment?.destination !== dto.to_address) {
        fail('I2', `${is}, to somebody else`)
      }
      if (payout.txid !== hash) fail('I2', `${is}, by another transaction than it says`)
      const isDone = dto?.status.developer_completed === true && dto.transaction?.txid === hash
      if (payout.state === 'completed' && !isDone) fail('I2', `${is}, but not at Pi`)
      return
    }
    case 'cancelled':
    case 'failed':
      if (paid.length > 0) fail('I2', `${is}, but paid`)
      return
    case 'held':
      if (paid.length > 1) fail('I2', `${is}, paid ${paid.length} times`)
      if (!didLie) fail('I5', `${is} (${payout.heldReason}), though nobody lied`)
      return
    default:
      fail('I5', `${is} (attempts ${payout.attempts})`)
  }
}

/** I3: nothing left the wallet that nobody accounts for. */
function checkMoney({ chain, pi }: Facts, fail: Fail): void {
  let paid = 0n
  for (const transaction of chain.history()) {
    if (payoutPaidBy(pi, transaction) != null) paid += transaction.payment?.amount ?? 0n
  }
  const spent = chain.start.balance - chain.balance()
  const known = paid + chain.feesPaid() + chain.foreignSpent()
  if (spent !== known) fail('I3', `${spent} left the wallet, ${known} are known`)
}

/** I4: one final answer per payout, and no "no" about money that moved. */
function checkAnswers({ answers, chain, pi, lastRollback, tables }: Facts, fail: Fail): void {
  const told = new Map<string, PayoutState>()
  for (const { payoutId, state, decidedAt } of answers) {
    const isNo = state === 'cancelled' || state === 'failed'
    // What a lost row had answered cannot be kept (A2); that money moved can.
    if (isNo && decidedAt < lastRollback) continue
    const before = told.get(payoutId)
    if (before != null && before !== state)
      fail('I4', `${payoutId}: first ${before}, then ${state}`)
    told.set(payoutId, state)
    const { length } = paymentsOf(chain, pi, payoutId)
    if (isNo && length > 0) fail('I4', `${payoutId}: told ${state}, but paid`)
    if (!isNo && length !== 1) fail('I4', `${payoutId}: told ${state}, but paid ${length} times`)
    const now = tables.payouts.get(payoutId)?.state
    if (now != null && isFinal(now) && now !== state)
      fail('I4', `${payoutId}: told ${state}, is ${now}`)
  }
}

/** I5, second half: no payment is open at Pi that nobody will finish. */
function checkNothingStuck({ pi, tables }: Facts, fail: Fail): void {
  for (const { dto, isForeign } of pi.records().values()) {
    const isOpen = !dto.status.cancelled && !dto.status.developer_completed
    if (!isOpen || isForeign || dto.transaction != null) continue
    const owner = [...tables.payouts.values()].find(({ piId }) => piId === dto.identifier)
    if (owner?.state !== 'held') fail('I5', `${dto.identifier} is open at Pi and nobody's`)
  }
}
