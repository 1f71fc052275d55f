import type { Settings } from '@aloha-pi/contracts/wire'
import type { Clock } from '../clock/clock.ts'
import type { FaultBook } from '../faults/fault-book.ts'
import { FAULT_MEMBER, parseFaultOrders, type FaultOrder } from '../faults/parse-fault-orders.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { LETTERS_AND_DIGITS, type Seeded } from '../seed/seeded.ts'
import type { UserStore } from '../users/user-store.ts'
import type { Decision, PaymentRecord } from './payment-record.ts'
import type { PaymentStore } from './payment-store.ts'
import { decideUserPayment } from './user-payment-machine.ts'

/** Payment identifiers have 28 characters: as many as a text memo on the chain holds. */
const ID_LENGTH = 28

/** The parts of the world that payments need. */
export type PaymentWorld = {
  clock: Clock
  ledger: Ledger
  payments: PaymentStore
  users: UserStore
  seeded: Seeded
  settings: Settings
  faults: FaultBook
}

/** The payment as it is now. */
export function findPayment(world: PaymentWorld, id: string): PaymentRecord | undefined {
  expirePayments(world)
  return world.payments.find(id)
}

/** Lets every payment expire whose approval time is over, each at its own time, in order. */
export function expirePayments(world: PaymentWorld) {
  const now = world.clock.now()
  for (const payment of world.payments.findDue(now)) {
    keep(world, payment, decideUserPayment(payment, { type: 'expire' }, now))
  }
}

/** Keeps what a decision made of the payment; a refused command can have changed it, too. */
export function keep<Kind extends PaymentRecord>(
  { payments }: PaymentWorld,
  before: PaymentRecord,
  decision: Decision<Kind>,
): Decision<Kind> {
  if (decision.payment !== before) payments.save(decision.payment)
  return decision
}

/** An identifier that no payment of this world ever had. */
export function nextPaymentId({ payments, seeded }: PaymentWorld): string {
  return seeded.text(`payment:${payments.size().begun + 1}`, LETTERS_AND_DIGITS, ID_LENGTH)
}

/** The faults that the metadata of a payment orders, or what is wrong with the order. */
export function readFaultOrders(
  { faults }: Pick<PaymentWorld, 'faults'>,
  metadata: Record<string, unknown>,
): { ok: true; orders: readonly FaultOrder[] } | { ok: false; rule: string } {
  return faults.takesOrders && Object.hasOwn(metadata, FAULT_MEMBER)
    ? parseFaultOrders(metadata[FAULT_MEMBER])
    : NO_ORDERS
}
const NO_ORDERS = { ok: true, orders: [] } as const
