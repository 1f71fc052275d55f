import type { Payment } from '@aloha-pi/contracts/platform'
import type { Random } from '../../testkit/random.ts'

/** How many payments Pi lets be open at once: one for the app, one for each user, or any number. */
export type Scope = 'per-app' | 'per-user' | 'off'

export type PiRecord = {
  dto: Payment
  createdAt: number
  /** Made by another program with the same key. */
  isForeign: boolean
  /** Its program never closes it. */
  isForever: boolean
  /** One field is not what was asked for: it must not be paid. */
  isLie: boolean
  /** The recipient that Pi named later. */
  movedTo?: string
  /** When it was cancelled or completed. */
  closedAt?: number
  /** Pi cancelled it by itself. */
  isClosedByPi: boolean
  /** No list shows it. */
  isUnlisted: boolean
}

export function isOpen({ dto: { status } }: PiRecord): boolean {
  return !status.cancelled && !status.developer_completed
}

/** A failed completion left a transaction with it: Pi neither completes nor cancels it any more. */
export function isLinkedOnly(record: PiRecord): boolean {
  return isOpen(record) && record.dto.transaction != null
}

export function withoutTransaction(record: PiRecord): PiRecord {
  return { ...record, dto: { ...record.dto, transaction: null } }
}

/** One field of Pi's response contradicts the request (P11). */
export function lie(dto: Payment, wallet: string, random: Random): Payment {
  const lies: [Partial<Payment>, ...Partial<Payment>[]] = [
    { amount: dto.amount * 10 },
    { user_uid: '00000000-0000-4000-8000-0000000fffff' },
    { from_address: `G${'Q'.repeat(55)}` },
    { network: 'Pi Network' },
    { to_address: wallet },
    { direction: 'user_to_app' },
  ]
  return { ...dto, ...random.pick(lies) }
}
