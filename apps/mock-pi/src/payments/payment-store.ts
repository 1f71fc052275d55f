import type { Network } from '@aloha-pi/contracts/wire'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedPayments } from '../saved/saved-payments.ts'
import { createNewestEntries, type NewestEntries } from '../seed/newest-entries.ts'
import { createOpenPayments, type OpenPayments } from './open-payments.ts'
import { isOpen, type PaymentRecord } from './payment-record.ts'
import { loadPayment, savePayment } from './saved-payment.ts'
import { weighPayment, weighReports } from './weigh-payment.ts'

/** How many payments a world keeps. */
export type PaymentLimits = {
  /** Payments that are completed or cancelled; beyond it the one that ended first is forgotten. */
  settledPayments: number
  /** Payments that can still be completed, which are never forgotten; at it no other one begins. */
  openPayments: number
  /**
   * Weight of memos, metadata and reports in all payments, in characters: beyond it ended ones are forgotten, then none
   * begins and none is reported on.
   */
  paymentText: number
}

/** Payments in memory. */
export type PaymentStore = Pick<OpenPayments, 'findOpen' | 'listOpen' | 'findDue'> & {
  /** Keeps the newest version of a payment. */
  save<Kind extends PaymentRecord>(payment: Kind): Kind
  find(id: string): PaymentRecord | undefined
  /** Newest first, at most `limit`, all older than the payment `before`. */
  list(limit: number, before?: string): PaymentRecord[]
  /** How many there are, and how many ever began. When it is full, no other one may begin; when of text, no report either. */
  size(): { kept: number; begun: number; isFull: boolean; isTextFull: boolean }
  /** Of the newest changes: the last one of a payment, and the payment that an app's last one was about. */
  lastChange(id: string): PaymentChange | undefined
  lastChangeOf(appId: string): PaymentChange | undefined
  /** Calls the listener whenever a payment is saved; returns the unsubscribe function. */
  onSave(listener: (id: string) => void): () => void
  /** The same payments, which change apart from these. */
  copy(): PaymentStore
  saved(): SavedPayments
}

/** What a payment was before a change; undefined: it began with it. */
export type PaymentChange = { id: string; before: PaymentRecord | undefined }

/** Payments whose last change is known. */
const CHANGES = 1_000

/** `historic` payments ended long ago and are never forgotten. */
export function createPaymentStore(
  limits: PaymentLimits,
  historic: readonly PaymentRecord[] = [],
): PaymentStore {
  const ids = historic.map(({ id }) => id)
  return openPaymentStore(limits, {
    byId: new Map(historic.map((payment) => [payment.id, payment])),
    remembered: new Set(ids),
    ids,
    begun: ids.length,
    settled: new Set(),
    text: 0,
    changes: createNewestEntries(CHANGES),
    changedOf: new Map(),
  })
}

/** The saved payments of a world on this network; throws `BadSnapshot`. */
export function loadPaymentStore(
  limits: PaymentLimits,
  network: Network,
  { begun, list, historic, settled, changes, changedOf }: SavedPayments,
): PaymentStore {
  const byId = new Map<string, PaymentRecord>()
  for (const [place, saved] of list.entries()) {
    if (byId.has(saved.id))
      throw new BadSnapshot(`payments.list[${place}].id`, 'must not be there twice')
    byId.set(saved.id, loadPayment(saved, network))
  }
  if (begun < byId.size) throw new BadSnapshot('payments.begun', 'must not be less than there are')
  const remembered = new Set(historic)
  for (const [field, ids] of Object.entries({ historic, settled })) {
    const missing = ids.findIndex((id) => !byId.has(id))
    if (missing !== -1) {
      throw new BadSnapshot(
        `payments.${field}[${missing}]`,
        'must be the id of a payment in the list',
      )
    }
  }
  const loadChange = ({ id, before }: SavedPayments['changes'][number]) =>
    [id, { id, before: before == null ? undefined : loadPayment(before, network) }] as const
  let text = 0
  for (const payment of byId.values()) {
    text += weighReports(payment) + (remembered.has(payment.id) ? 0 : weighPayment(payment))
  }
  return openPaymentStore(limits, {
    byId,
    remembered,
    ids: [...byId.keys()],
    begun,
    settled: new Set(settled),
    text,
    changes: createNewestEntries(CHANGES, changes.map(loadChange)),
    changedOf: new Map(changedOf.map(({ appId, id }) => [appId, id])),
  })
}

type StoreState = {
  byId: Map<string, PaymentRecord>
  /** Never forgotten. */
  remembered: ReadonlySet<string>
  /** In the order in which they began; ids of forgotten ones are swept out now and then. */
  ids: string[]
  begun: number
  /** In the order in which they ended. */
  settled: Set<string>
  text: number
  changes: NewestEntries<PaymentChange>
  changedOf: Map<string, string>
}

function openPaymentStore(limits: PaymentLimits, state: StoreState): PaymentStore {
  const { byId, remembered, settled, changes, changedOf } = state
  let { ids, begun, text } = state
  const open = createOpenPayments()
  for (const payment of byId.values()) open.put(payment)
  const listeners = new Set<(id: string) => void>()

  function begin(payment: PaymentRecord) {
    ids.push(payment.id)
    begun += 1
    text += weighPayment(payment)
  }
  function noteChange({ id, appId }: PaymentRecord, before: PaymentRecord | undefined) {
    changes.set(id, { id, before })
    changedOf.set(appId, id)
  }
  function forgetSettled() {
    for (const id of settled) {
      if (settled.size <= limits.settledPayments && text <= limits.paymentText) return
      const payment = byId.get(id)
      text -= payment == null ? 0 : weighPayment(payment) + weighReports(payment)
      settled.delete(id)
      byId.delete(id)
    }
    if (ids.length > 2 * byId.size) ids = ids.filter((id) => byId.has(id))
  }
  return {
    ...open,
    save(payment) {
      if (!byId.has(payment.id)) begin(payment)
      const before = byId.get(payment.id)
      text += weighReports(payment) - weighReports(before)
      // A report of a page changes nothing that Pi shows.
      if (before?.state !== payment.state) noteChange(payment, before)
      byId.set(payment.id, payment)
      open.put(payment)
      if (!isOpen(payment) && !remembered.has(payment.id)) settled.add(payment.id)
      forgetSettled()
      for (const listener of listeners) listener(payment.id)
      return payment
    },
    find: (id) => byId.get(id),
    list(limit, before) {
      const end = before == null ? ids.length : Math.max(0, ids.indexOf(before))
      const page: PaymentRecord[] = []
      for (let place = end - 1; place >= 0 && page.length < limit; place--) {
        const payment = byId.get(ids[place] ?? '')
        if (payment != null) page.push(payment)
      }
      return page
    },
    size: () => ({
      kept: byId.size,
      begun,
      isFull: open.count() >= limits.openPayments || text > limits.paymentText,
      isTextFull: text > limits.paymentText,
    }),
    lastChange: (id) => changes.get(id),
    lastChangeOf: (appId) => changes.get(changedOf.get(appId) ?? ''),
    onSave(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    copy: () =>
      openPaymentStore(limits, {
        byId: new Map(byId),
        remembered,
        ids: [...ids],
        begun,
        settled: new Set(settled),
        text,
        changes: changes.copy(),
        changedOf: new Map(changedOf),
      }),
    saved: () => ({
      begun,
      list: Array.from(byId.values(), savePayment),
      historic: [...remembered],
      settled: [...settled],
      changes: changes.values().map(({ id, before }) => ({
        id,
        before: before == null ? null : savePayment(before),
      })),
      changedOf: Array.from(changedOf, ([appId, id]) => ({ appId, id })),
    }),
  }
}
