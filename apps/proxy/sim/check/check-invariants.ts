import type { Facts, Violation } from './facts.ts'
import {
  isFinal,
  type Payout,
  type PayoutState,
  type WalletTransaction,
} from '../../src/payouts/model/payout.ts'
import { requestOf, requestOfPayout } from '../model/claims.ts'
import { createPermittedEnds, isLiedTo } from './permitted-ends.ts'
import { isLinkedOnly, isOpen, type PiRecord } from '../model/pi-records.ts'
import { isRefusedForGood } from '../model/refusals-for-good.ts'
import type { Faults } from '../kernel/faults.ts'
import { isOnChain } from '../kernel/users.ts'
import type { SimChain } from '../model/chain-of-wallet.ts'
import type { SimPi } from '../model/sim-pi.ts'
import type { Tables } from '../model/tables.ts'

/** I1 judged only by the ledger: Pi's record shows whose a payment is. */
export function paidTwice(
  chain: SimChain,
  pi: SimPi,
  added: readonly WalletTransaction[],
): string[] {
  const wrong: string[] = []
  for (const transaction of added) {
    const request = requestPaidBy(pi, transaction)
    if (request == null) continue
    const isPaid = (other: WalletTransaction) =>
      other !== transaction && requestPaidBy(pi, other) === request
    if (chain.history().some(isPaid)) {
      wrong.push(`the request ${request.slice(0, 8)} is paid twice`)
    }
  }
  return wrong
}

/** The hash of the request that a successful transaction pays. */
function requestPaidBy(pi: SimPi, { memo, successful }: WalletTransaction): string | undefined {
  if (!successful || memo == null) return undefined
  const record = pi.records().get(memo)
  return record == null ? undefined : requestOf(record.dto)
}

/** The successful transactions that pay a request. */
type PaymentsOf = (request: string) => readonly WalletTransaction[]

function paymentsOfEach({ chain, pi }: Pick<Facts, 'chain' | 'pi'>): PaymentsOf {
  const payments = new Map<string, WalletTransaction[]>()
  for (const transaction of chain.history()) {
    const request = requestPaidBy(pi, transaction)
    if (request == null) continue
    const own = payments.get(request)
    if (own == null) payments.set(request, [transaction])
    else own.push(transaction)
  }
  return (request) => payments.get(request) ?? []
}

/** Pi's records of the payments that were made for a request. */
type RecordsOf = (request: string) => readonly PiRecord[]

function recordsOfEach({ pi }: Pick<Facts, 'pi'>): RecordsOf {
  const records = Map.groupBy(pi.records().values(), ({ dto }) => requestOf(dto))
  return (request) => records.get(request) ?? []
}

/** I2 to I5 when everything was final, or patience was over. */
export function checkEnd(facts: Facts): Omit<Violation, 'at'>[] {
  const wrong: Omit<Violation, 'at'>[] = []
  const fail = (invariant: string, detail: string) => wrong.push({ invariant, detail })
  const ends = permittedEndsOf(facts)
  const paymentsOf = paymentsOfEach(facts)
  const recordsOf = recordsOfEach(facts)
  checkClients(facts, ends, fail)
  for (const payout of facts.tables.payouts.values()) {
    const paid = paymentsOf(requestOfPayout(payout))
    if (isFinal(payout.state)) checkFinal(facts, payout, { paid, fail })
    else checkOpen(payout, { paid, ends, fail })
    checkCause(facts, payout, { recordsOf, fail })
  }
  checkLies(facts, fail)
  checkMoney(facts, fail)
  checkResponses(facts, paymentsOf, fail)
  checkNothingStuck(facts, ends, fail)
  return wrong
}

type Fail = (invariant: string, detail: string) => void
type PermittedEnds = ReturnType<typeof createPermittedEnds>

export function permittedEndsOf({
  pi,
  tables,
  scope,
  faults,
}: Pick<Facts, 'pi' | 'tables' | 'scope' | 'faults'>): PermittedEnds {
  return createPermittedEnds({ pi, tables, scope, forGood: faults })
}

/** Clients whose payout may stay as it is. */
export function mayWait({ payouts }: Tables, ends: PermittedEnds): ReadonlySet<string> {
  const staying = [...payouts.values()].filter((payout) => ends.ofPayout(payout) != null)
  return new Set(staying.map(({ requestHash }) => requestHash))
}

function checkClients({ tables, waiting }: Facts, ends: PermittedEnds, fail: Fail): void {
  const permitted = mayWait(tables, ends)
  const forgotten = waiting.filter((requestHash) => !permitted.has(requestHash))
  if (forgotten.length > 0) fail('I5', `${forgotten.length} clients never got a final state`)
}

/** I5: what is not final has its own reason to stay so. */
function checkOpen(
  payout: Payout,
  { paid, ends, fail }: { paid: ReturnType<PaymentsOf>; ends: PermittedEnds; fail: Fail },
): void {
  const { id, state, attempts, waitsFor, heldReason } = payout
  const is = `${id} is ${state}`
  if (paid.length > 1) fail('I2', `${is}, paid ${paid.length} times`)
  if (ends.ofPayout(payout) != null) return
  if (state === 'held') return fail('I5', `${is} (${heldReason}), though Pi did not lie`)
  fail('I5', `${is} (attempts ${attempts}, waits for ${waitsFor})`)
}

function checkFinal(
  { pi, requests, addressOf }: Facts,
  payout: Payout,
  { paid, fail }: { paid: ReturnType<PaymentsOf>; fail: Fail },
): void {
  const is = `${payout.id} is ${payout.state}`
  switch (payout.state) {
    case 'completed':
    case 'paid_unconfirmed': {
      const [transaction] = paid
      if (paid.length !== 1 || transaction == null)
        return fail('I2', `${is}, paid ${paid.length} times`)
      const { payment, hash, memo } = transaction
      const asked = requests.find(({ requestHash }) => requestHash === payout.requestHash)
      if (payment?.amount !== asked?.amount) fail('I2', `${is}, with another amount`)
      const dto = pi.records().get(memo ?? '')?.dto
      const isTheirs = asked != null && payment?.destination === addressOf(asked.uid)
      if (!isTheirs || dto?.user_uid !== asked.uid) fail('I2', `${is}, to someone else`)
      if (payout.txid !== hash) fail('I2', `${is}, by another transaction than it says`)
      const isDone = dto?.status.developer_completed === true && dto.transaction?.txid === hash
      if (payout.state === 'completed' && !isDone) fail('I2', `${is}, but not at Pi`)
      return
    }
    case 'cancelled':
    case 'failed':
      if (paid.length > 0) fail('I2', `${is}, but paid`)
  }
}

/** I4: a "no" has a cause in the world, and Pi's record a reason not to be finished: each of its own. */
function checkCause(
  facts: Facts,
  payout: Payout,
  { recordsOf, fail }: { recordsOf: RecordsOf; fail: Fail },
): void {
  const { pi, faults, cancels, rollbacks, addressOf } = facts
  const { id, state, uid } = payout
  const request = requestOfPayout(payout)
  if (facts.excused.has(request)) return
  const isRefused = Number.parseInt(uid.slice(-2), 16) / 256 < faults.definitiveRefusals
  if (state === 'failed' && !isRefused) {
    const isPoorest = isPoor(faults) && facts.withoutMoney === 'fail'
    if (isOnChain(addressOf(uid)) && !isPoorest) fail('I4', `${id} failed for no reason`)
  }
  if (isLiedTo(pi, request)) return
  const own = recordsOf(request)
  const isForgotten = rollbacks.length > 0
  const isCancelled = cancels.has(id) || own.some(({ isClosedByPi }) => isClosedByPi)
  if (state === 'cancelled' && !isCancelled && !isForgotten) {
    fail('I4', `${id} is cancelled, and no client asked for it`)
  }
  const record = own.find(({ dto }) => dto.identifier === payout.piId)
  if (state === 'paid_unconfirmed' && !mayBeUnconfirmed(record, faults, isForgotten)) {
    fail('I4', `${id} is not completed at Pi`)
  }
}

export function isPoor({ poverty, emptyWallet }: Faults): boolean {
  return poverty || emptyWallet
}

/** Pi's record of a payment that moved money will never say so. */
function mayBeUnconfirmed(
  record: PiRecord | undefined,
  faults: Faults,
  isForgotten: boolean,
): boolean {
  if (record == null) return false
  const { dto, isClosedByPi } = record
  if (dto.status.cancelled) return isClosedByPi || isForgotten
  return isLinkedOnly(record) || isRefusedForGood(faults, 'complete', dto.identifier)
}

/** I2: a payment that is not what was asked for moves no money. */
function checkLies({ chain, pi }: Facts, fail: Fail): void {
  for (const { memo, successful, hash, payment } of chain.history()) {
    const record = pi.records().get(memo ?? '')
    if (!successful || record == null) continue
    if (record.isLie) fail('I2', `${hash} pays a lie`)
    if (record.movedTo != null && payment?.destination === record.movedTo) {
      fail('I2', `${hash} pays a recipient that Pi named later`)
    }
  }
}

/** I3: all that left the wallet is accounted for. */
function checkMoney({ chain, pi }: Facts, fail: Fail): void {
  let paid = 0n
  for (const transaction of chain.history()) {
    if (requestPaidBy(pi, transaction) != null) paid += transaction.payment?.amount ?? 0n
  }
  const spent = chain.start.balance - chain.balance()
  const known = paid + chain.feesPaid() + chain.foreignSpent()
  if (spent !== known) fail('I3', `${spent} left the wallet, ${known} are known`)
}

/** I4: one final result per payout, and no "no" about money that moved. */
function checkResponses(facts: Facts, paymentsOf: PaymentsOf, fail: Fail): void {
  const { responses, rollbacks, tables, excused } = facts
  const isForgotten = (at: number) => rollbacks.some(({ from, to }) => from < at && at <= to)
  const shown = new Map<string, PayoutState>()
  for (const { payoutId, request, state, decidedAt } of responses) {
    const isNo = state === 'cancelled' || state === 'failed'
    // A response that only a lost row recorded cannot be kept; that money moved can be.
    if (isNo && (isForgotten(decidedAt) || excused.has(request))) continue
    const before = shown.get(payoutId)
    if (before != null && before !== state)
      fail('I4', `${payoutId}: first ${before}, then ${state}`)
    shown.set(payoutId, state)
    const { length } = paymentsOf(request)
    if (isNo && length > 0) fail('I4', `${payoutId}: reported ${state}, but paid`)
    if (!isNo && length !== 1)
      fail('I4', `${payoutId}: reported ${state}, but paid ${length} times`)
    const now = tables.payouts.get(payoutId)?.state
    if (now == null && !isForgotten(decidedAt))
      fail('I4', `${payoutId}: reported ${state}, is gone`)
    if (now != null && isFinal(now) && now !== state)
      fail('I4', `${payoutId}: reported ${state}, is ${now}`)
  }
}

/** I5, second half: each open payment at Pi will be finished by a payout, but for what has its own reason. */
function checkNothingStuck({ pi }: Facts, ends: PermittedEnds, fail: Fail): void {
  for (const record of pi.records().values()) {
    const { dto, isForeign, isUnlisted } = record
    if (!isOpen(record) || isForeign || isUnlisted) continue
    if (ends.ofPayment(record) == null)
      fail('I5', `${dto.identifier} is open at Pi, and no payout's`)
  }
}
