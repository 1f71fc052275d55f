import { controlContract } from '@aloha-pi/contracts/control'
import type { Payment } from '@aloha-pi/contracts/platform'
import type { LedgerTransaction, LedgerView } from '../../src/ledger/ledger.ts'
import type { PaymentRecord, PaymentState } from '../../src/payments/payment-record.ts'
import type { World } from '../../src/world/world.ts'
import type { Alteration } from './in-process-mock.ts'
import type { MockResponse, Call } from './mock-port.ts'

/** A bug of a careless mock, and the invariant that must find it; others may find it as well. */
export type PlantedBug = {
  bug: string
  foundBy: string
  /** Whose scenarios show the bug early; with the usual seed it takes up to hundreds. */
  seed?: number
  plant: Alteration
}

/** A record as a bug may leave it: in a state that its direction does not have. */
type AlteredRecord = Partial<Omit<PaymentRecord, 'state'>> & {
  state?: PaymentState
  approveBy?: number
}

/** A bug in what the store keeps: it alters each record on its way in. */
export function inStore(alter: (next: PaymentRecord, world: World) => AlteredRecord): Alteration {
  return (world) => {
    const { payments } = world
    world.payments = {
      ...payments,
      // A bug keeps to no type.
      save: (next) => payments.save(alter(next, world) as typeof next),
    }
  }
}

/** A bug in what happens on the way from one state to another. */
export function entering(
  state: PaymentRecord['state'],
  alter: (next: PaymentRecord, world: World) => AlteredRecord,
): Alteration {
  return inStore((next, world) =>
    next.state === state ? { ...next, ...alter(next, world) } : next,
  )
}

/** A bug in a call: it does something else instead, or alters the response. */
export function inCall(
  route: Call['route'],
  serve: (
    call: Call,
    send: (call: Call) => Promise<MockResponse>,
    world: World,
  ) => Promise<MockResponse>,
): Alteration {
  return (world) => (call, send) => (call.route === route ? serve(call, send, world) : send(call))
}

/** A bug in one refusal of a call: another body, and 200 when that is a payment. */
export function inRefusal(
  route: Call['route'],
  code: string,
  alter: (body: { error: string; payment?: object }) => object | undefined,
): Alteration {
  return inCall(route, async (call, send) => {
    const response = await send(call)
    const body = response.body as { error: string; payment?: object }
    if (body?.error !== code) return response
    const altered = alter(body)
    return { status: isPayment(altered) ? 200 : response.status, body: altered }
  })
}

/** A bug in how payments are shown, to every caller. */
export function inEveryPayment(
  alter: (shown: Payment, record: PaymentRecord) => object,
): Alteration {
  return (world) => async (call, send) => {
    const { status, body } = await send(call)
    const text = JSON.stringify(body)
    if (text === undefined) return { status, body }
    return {
      status,
      body: JSON.parse(text, (_, value) => (isPayment(value) ? show(value) : value)),
    }

    function show(payment: Payment) {
      const record = world.payments.find(payment.identifier)
      return record == null ? payment : { ...payment, ...alter(payment, record) }
    }
  }
}

function isPayment(value: unknown): value is Payment {
  return typeof value === 'object' && value != null && 'identifier' in value
}

/** A bug of the machine: when an own payment is in one of the states, the call changes it past all rules. */
export function forcing(
  route: Call['route'],
  states: PaymentRecord['state'][],
  change: (record: PaymentRecord, call: Call, world: World) => AlteredRecord,
): Alteration {
  return inCall(route, async (call, send, world) => {
    const record = world.payments.find(call.params?.['paymentId'] ?? '')
    const isOwn = call.key == null || world.apps.findByKey(call.key)?.id === record?.appId
    if (record == null || !isOwn || !states.includes(record.state)) return send(call)
    const changed = change(record, call, world)
    const entry = { at: world.clock.now(), event: changed.state ?? record.state }
    const saved = { ...record, timeline: [...record.timeline, entry], ...changed }
    world.payments.save(saved as PaymentRecord)
    const { body } = await send({ route: controlContract.payments, query: { limit: '200' } })
    const shown = (body as { payments: { payment: Payment }[] }).payments.find(
      ({ payment }) => payment.identifier === record.id,
    )
    return { status: 200, body: call.key == null ? shown : shown?.payment }
  })
}

/** A bug in what the chain shows, at whatever ledger. */
export function inView(alter: (view: LedgerView, world: World) => Partial<LedgerView>): Alteration {
  return (world) => {
    const { ledger } = world
    const view = (lag?: number) => {
      const shown = ledger.view(lag)
      return { ...shown, ...alter(shown, world) }
    }
    world.ledger = { ...ledger, view }
  }
}

/** A bug in the transactions that the chain shows. */
export function inTransactions(
  alter: (transaction: LedgerTransaction) => LedgerTransaction,
): Alteration {
  return inView((view) => ({
    transaction(hash) {
      const found = view.transaction(hash)
      return found && alter(found)
    },
    transactions: (query, page) => view.transactions(query, page).map(alter),
  }))
}

/** The transaction with its operation altered. */
export function withOperation(
  transaction: LedgerTransaction,
  change: { amount?: bigint; to?: { address: string } },
): LedgerTransaction {
  const { envelope } = transaction
  // Each is one payment here, and stays one.
  const operations = envelope.operations.map((each) => ({ ...each, ...change }) as typeof each)
  return { ...transaction, envelope: { ...envelope, operations } }
}

/** A setting that cannot be changed. */
export function setting(name: 'spelling' | 'u2a_pending' | 'a2u_concurrency', value: string) {
  return ({ settings }: World) => {
    Object.defineProperty(settings, name, { get: () => value, set() {}, enumerable: true })
  }
}
