import { stroopsToPi, type Payment } from '@aloha-pi/contracts/platform'
import type { NewPayment, OpenPayments, PiResult } from '../../src/payouts/model/ports.ts'
import { noneUnreadable } from '../../src/payouts/protocol/unreadable-payments.ts'
import { FORGED, requestOf } from './claims.ts'
import type { Faults } from '../kernel/faults.ts'
import { isOpen, lie, withoutTransaction, type PiRecord, type Scope } from './pi-records.ts'
import type { Random } from '../../testkit/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { SimChain } from './chain-of-wallet.ts'

/** Pi as the protocol knows it (docs/rules.md, "What the simulated Pi does"). Every method is one request that arrived. */
export type SimPi = {
  create(payment: NewPayment): PiResult<Payment>
  get(id: string): PiResult<Payment>
  complete(id: string, txid: string): PiResult<Payment>
  cancel(id: string): PiResult<Payment>
  incomplete(): PiResult<OpenPayments>
  records(): ReadonlyMap<string, PiRecord>
  /** Hashes of requests whose payment was shown as it is not, or was denied. */
  misled(): ReadonlySet<string>
  mislead(payment: Pick<Payment, 'metadata' | 'memo'>): void
  /** A user's payment to the app with this metadata, finished: its id. */
  addForged(metadata: Record<string, unknown>): string
  /** Another recipient for some open payment whose recipient was shown before. */
  moveRecipient(wasTold: (id: string) => boolean): void
  /** Pi closes a payment by itself. */
  cancelSome(): void
  /** Another program with our key creates a payment, and cancels it some time later. False: another one is open. */
  foreignPayment(uid: string, lastsMs: number): boolean
  /** Another program has a payment open that it never closes. */
  leaveOpen(uid: string): void
}

const OK_CODES: readonly [string, ...string[]] = [
  'user_not_found',
  'missing_scope',
  'invalid_address',
]

export function createSimPi(options: {
  /** Another app's payments, which this key cannot see. */
  others?: SimPi
  scheduler: Scheduler
  random: Random
  faults: () => Faults
  scope: Scope
  wallet: string
  chain: SimChain
  addressOf: (uid: string) => string
}): SimPi {
  const { scheduler, random, faults, scope, wallet, chain } = options
  const records = new Map<string, PiRecord>()
  const misled = new Set<string>()
  const mislead = (payment: Pick<Payment, 'metadata' | 'memo'>) => {
    const request = requestOf(payment)
    if (request != null) misled.add(request)
  }
  const find = (id: string): PiRecord | undefined => {
    const record = records.get(id)
    const hidden = options.others?.records().get(id)
    if (hidden != null) options.others?.mislead(hidden.dto)
    if (record == null || !random.chance(faults().notFound)) return record
    mislead(record.dto)
    return undefined
  }

  const refused = (
    status: number,
    code: string,
    more: { payment?: Payment; verificationError?: string } = {},
  ): PiResult<never> => ({
    kind: 'refused',
    status,
    code,
    payment: more.payment ?? null,
    verificationError: more.verificationError ?? null,
  })
  const ok = (record: PiRecord): PiResult<Payment> => ({ kind: 'ok', value: record.dto })
  const update = (
    record: PiRecord,
    status: Partial<Payment['status']>,
    set: Partial<Payment> = {},
  ) => {
    record.dto = { ...record.dto, ...set, status: { ...record.dto.status, ...status } }
    if (!isOpen(record)) record.closedAt ??= scheduler.now()
  }

  const ongoing = (uid: string): PiRecord | undefined => {
    if (scope === 'off') return undefined
    for (const record of records.values()) {
      if (isOpen(record) && (scope === 'per-app' || record.dto.user_uid === uid)) return record
    }
    return undefined
  }

  const add = ({ uid, amount, memo, metadata }: NewPayment, isForeign: boolean): PiRecord => {
    const identifier =
      `${options.others == null ? 'Sim' : 'Oth'}${String(records.size).padStart(5, '0')}pi0000000000000000000A`.slice(
        0,
        28,
      )
    const dto: Payment = {
      identifier,
      user_uid: uid,
      amount: stroopsToPi(amount),
      memo,
      metadata,
      from_address: wallet,
      to_address: options.addressOf(uid),
      direction: 'app_to_user',
      status: {
        developer_approved: true,
        transaction_verified: false,
        developer_completed: false,
        cancelled: false,
        user_cancelled: false,
      },
      transaction: null,
      network: 'Pi Testnet',
    }
    const isLie = !isForeign && random.chance(faults().lies)
    const shown = isLie ? lie(dto, wallet, random) : dto
    if (isLie) mislead(dto)
    options.others?.mislead(dto)
    // Where each create is refused while one is open, the refusal names it.
    const isUnlisted = scope === 'per-app' && random.chance(faults().unlisted)
    const marks = { isForeign, isLie, isUnlisted, isForever: false, isClosedByPi: false }
    const record = { dto: shown, createdAt: scheduler.now(), ...marks }
    records.set(identifier, record)
    return record
  }

  /** Why the transaction is not this payment's; undefined when it is. */
  const mismatch = ({ dto }: PiRecord, txid: string): string | undefined => {
    const lag = faults().verificationLagMs
    const seen = chain.transaction(txid, 0)
    if (seen == null) return 'tx_not_found'
    const age = scheduler.now() / 1000 + 1_800_000_000 - seen.closedAt
    if (age * 1000 < random.between(0, lag)) return 'not_verified'
    if (seen.memo !== dto.identifier) return 'tx_memo_payment_identifier_mismatch'
    return seen.successful ? undefined : 'tx_not_found'
  }

  return {
    create(payment) {
      if (random.chance(faults().refusesForNow)) return refused(400, 'too_many_payments')
      // Decided by the user, so that a repeated request meets the same refusal.
      const isRefused =
        Number.parseInt(payment.uid.slice(-2), 16) / 256 < faults().definitiveRefusals
      if (isRefused) return refused(404, random.pick(OK_CODES))
      const other = ongoing(payment.uid)
      if (other != null) {
        return refused(
          400,
          'ongoing_payment_found',
          random.chance(0.9) ? { payment: other.dto } : {},
        )
      }
      const record = add(payment, false)
      if (records.size === 1 || !random.chance(faults().othersPayment)) return ok(record)
      mislead(record.dto)
      const [first, ...more] = [...records.values()].filter((each) => each !== record)
      return ok(first == null ? record : random.pick([first, ...more]))
    },
    get(id) {
      const record = find(id)
      if (record == null) return refused(404, 'payment_not_found')
      return random.chance(faults().nullTransaction) ? ok(withoutTransaction(record)) : ok(record)
    },
    complete(id, txid) {
      const record = find(id)
      if (record == null) return refused(404, 'payment_not_found')
      const { status, transaction } = record.dto
      if (status.developer_completed)
        return refused(400, 'already_completed', random.chance(0.5) ? { payment: record.dto } : {})
      if (status.cancelled) return refused(400, 'cancelled_payment', { payment: record.dto })
      if (transaction != null) {
        return refused(400, 'verification_failed', {
          verificationError: 'payment_already_linked_with_a_tx',
        })
      }
      const why = mismatch(record, txid)
      if (why === 'not_verified') return refused(400, 'not_verified', { payment: record.dto })
      if (why === 'tx_not_found')
        return refused(400, 'verification_failed', { verificationError: why })
      const linked = {
        txid,
        verified: why == null,
        _link: `https://horizon.invalid/transactions/${txid}`,
      }
      if (why != null || random.chance(faults().linksOnFailure)) {
        update(record, {}, { transaction: { ...linked, verified: false } })
        if (why != null) return refused(400, 'verification_failed', { verificationError: why })
        return { kind: 'unknown', cause: 'unusable', retryAfterMs: null }
      }
      const isOther = random.chance(faults().linksOther)
      if (isOther) mislead(record.dto)
      const shown = isOther ? { ...linked, txid: 'e'.repeat(64) } : linked
      const done = { transaction_verified: true, developer_completed: true }
      update(record, done, { transaction: shown })
      return random.chance(faults().nullTransaction) ? ok(withoutTransaction(record)) : ok(record)
    },
    cancel(id) {
      const record = find(id)
      if (record == null) return refused(404, 'payment_not_found')
      const { status, transaction } = record.dto
      if (status.developer_completed)
        return refused(400, 'already_completed', { payment: record.dto })
      if (status.cancelled) return refused(400, 'cancelled_payment', { payment: record.dto })
      if (transaction != null) return refused(400, 'payment_tx_present')
      if (random.chance(faults().refusesForNow)) return refused(400, 'too_many_cancelled_payments')
      update(record, { cancelled: true })
      return ok(record)
    },
    incomplete() {
      const isStale = random.chance(faults().staleList)
      const at = scheduler.now() - (isStale ? random.between(0, 30_000) : 0)
      const isShown = ({ createdAt, closedAt, isUnlisted }: PiRecord) =>
        !isUnlisted && createdAt <= at && (closedAt == null || closedAt > at)
      const payments = [...records.values()].filter(isShown).map(({ dto }) => dto)
      return { kind: 'ok', value: { payments, unreadable: noneUnreadable } }
    },
    records: () => records,
    misled: () => misled,
    mislead,
    addForged(metadata) {
      const record = add({ uid: 'forger', amount: 1n, memo: FORGED, metadata: {} }, true)
      record.dto = { ...record.dto, metadata, direction: 'user_to_app' }
      update(record, { developer_completed: true })
      return record.dto.identifier
    },
    moveRecipient(wasTold) {
      const [first, ...others] = [...records.values()].filter(
        (record) => isOpen(record) && wasTold(record.dto.identifier),
      )
      if (first == null) return
      const record = random.pick([first, ...others])
      record.movedTo ??= options.addressOf('00000000-0000-4000-8000-00000000fff0')
      record.dto = { ...record.dto, to_address: record.movedTo }
      mislead(record.dto)
    },
    cancelSome() {
      const open = [...records.values()].filter(
        (record) => isOpen(record) && record.dto.transaction == null,
      )
      const [first, ...others] = open
      if (first == null) return
      const record = random.pick([first, ...others])
      record.isClosedByPi = true
      update(record, { cancelled: true })
    },
    foreignPayment(uid, lastsMs) {
      if (ongoing(uid) != null) return false
      const record = add(
        { uid, amount: 1n, memo: 'foreign', metadata: { order: 'of somebody else' } },
        true,
      )
      scheduler.quietlyAfter(lastsMs, () => update(record, { cancelled: true }))
      return true
    },
    leaveOpen(uid) {
      const metadata = { order: 'of somebody else' }
      add({ uid, amount: 1n, memo: 'left open', metadata }, true).isForever = true
    },
  }
}
