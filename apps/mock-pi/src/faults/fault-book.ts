import { describeIssue } from '@aloha-pi/contracts'
import { newFaultSchema } from '@aloha-pi/contracts/control'
import type { NewFault } from '@aloha-pi/contracts/wire'
import type { SavedFault, SavedFaults } from '../saved/saved-world.ts'
import type { Seeded } from '../seed/seeded.ts'
import { createNewestEntries, type NewestEntries } from '../seed/newest-entries.ts'
import type { Fault, FaultFacts } from './fault.ts'
import { matchesFault } from './match-fault.ts'
import { operationsOfCall, type FaultOrder } from './parse-fault-orders.ts'

/** What a request meets: a wait, and something else. */
export type MetFaults = { latency: Fault | undefined; effect: Fault | undefined }

/** The faults of a world. */
export type FaultBook = {
  /** Whether payments may order faults by their metadata. */
  readonly takesOrders: boolean
  /** Whether no request can meet anything. */
  isIdle(): boolean
  isFull(): boolean
  /** Adds a rule; throws a sentence that names the member and the rule, or that there are too many. */
  add(rule: NewFault): Fault
  /** Oldest first: rules, then what payments ordered. */
  list(): Fault[]
  remove(id: string): Fault | undefined
  clear(): void
  /** Keeps what a payment ordered for its later calls. */
  order(paymentId: string, orders: readonly FaultOrder[]): void
  /** What the request meets, counted. `creation` names a payment that is being created, with its orders. */
  meet(facts: FaultFacts, creation?: { key: string; orders: readonly FaultOrder[] }): MetFaults
  /** The next number from 0 up to 1 of a fault. */
  random(fault: Fault): number
  /** The same faults with their counters, in a world of another seed. */
  copy(seeded: Seeded): FaultBook
  saved(): SavedFaults
}

export type FaultBookOptions = {
  seeded: Seeded
  /** Max rules, and max payments whose orders are kept. */
  limit: number
  takesOrders: boolean
  /** Rules that a world begins with. */
  rules: readonly NewFault[]
}

type Kept = Fault & { end: () => void; draws: number }

/** Rules, what payments ordered, and how many of each ever began. */
type BookState = {
  added: Map<string, Kept>
  ordered: NewestEntries<Kept[]>
  begun: number
  orders: number
}

export function createFaultBook({ rules, ...options }: FaultBookOptions): FaultBook {
  const ordered = createNewestEntries<Kept[]>(options.limit)
  const book = openFaultBook(options, { added: new Map(), ordered, begun: 0, orders: 0 })
  for (const rule of rules) book.add(rule)
  return book
}

/** The saved faults with their counters. */
export function loadFaultBook(
  options: Omit<FaultBookOptions, 'rules'>,
  { begun, orders, rules, ordered }: SavedFaults,
): FaultBook {
  const entries = ordered.map(({ by, faults }) => [by, faults.map(loadFault)] as const)
  return openFaultBook(options, {
    added: new Map(rules.map((fault) => [fault.id, loadFault(fault)])),
    ordered: createNewestEntries<Kept[]>(options.limit, entries),
    begun,
    orders,
  })
}

function loadFault(saved: SavedFault): Kept {
  return { ...saved, ...createEnd() }
}

function saveFault({ id, source, match, when, effect, seen, hits, draws }: Kept): SavedFault {
  return { id, source, match, when, effect, seen, hits, draws }
}

function openFaultBook(options: Omit<FaultBookOptions, 'rules'>, state: BookState): FaultBook {
  const { seeded, limit, takesOrders } = options
  const { added, ordered } = state
  let { begun, orders } = state

  function begin(rule: NewFault, source: Fault['source']): Kept {
    begun += 1
    const { match = {}, when = {}, effect } = rule
    const id = `fault-${begun}`
    return { id, source, match, when, effect, seen: 0, hits: 0, draws: 0, ...createEnd() }
  }
  const fromOrder = ({ call, effect, first }: FaultOrder, payment?: string): Kept[] =>
    operationsOfCall(call).map((operation) =>
      begin(
        { match: { operation, ...(payment != null && { payment }) }, when: { first }, effect },
        'metadata',
      ),
    )
  function keep(key: string, faults: Kept[]): Kept[] {
    orders += 1
    ordered.set(key, faults)
    return faults
  }
  function random(fault: Kept): number {
    fault.draws += 1
    return seeded.bytes(`${fault.id}:${fault.draws}`, 6).readUIntBE(0, 6) / 2 ** 48
  }
  function candidates(facts: FaultFacts, creation: Parameters<FaultBook['meet']>[1]): Kept[] {
    const key = creation == null ? facts.paymentId : `create ${creation.key}`
    const known = key == null ? undefined : ordered.get(key)
    const begins = creation?.orders.filter(({ call }) => call === 'create') ?? []
    const fromPayment =
      known ??
      (key != null && begins.length > 0
        ? keep(
            key,
            begins.flatMap((order) => fromOrder(order)),
          )
        : [])
    return [...fromPayment, ...added.values()]
  }
  const book: FaultBook = {
    takesOrders,
    isIdle: () => added.size === 0 && orders === 0,
    isFull: () => added.size >= limit,
    add(rule) {
      const parsed = newFaultSchema.safeParse(rule)
      if (!parsed.success) {
        const { field, rule: broken } = describeIssue(parsed.error, 'the fault')
        throw new Error(`${field} ${broken}`)
      }
      if (added.size >= limit) throw new Error(`The mock keeps at most ${limit} faults`)
      const fault = begin(parsed.data, 'rule')
      added.set(fault.id, fault)
      return fault
    },
    list: () => [...added.values(), ...ordered.values().flat()],
    remove(id) {
      const fault = book.list().find((each) => each.id === id) as Kept | undefined
      if (fault == null) return undefined
      fault.end()
      added.delete(id)
      for (const faults of ordered.values()) {
        const place = faults.findIndex((each) => each.id === id)
        if (place !== -1) faults.splice(place, 1)
      }
      return fault
    },
    clear() {
      for (const fault of book.list() as Kept[]) fault.end()
      added.clear()
      ordered.clear()
      orders = 0
    },
    order(paymentId, given) {
      const later = given.filter(({ call }) => call !== 'create')
      if (later.length > 0)
        keep(
          paymentId,
          later.flatMap((order) => fromOrder(order, paymentId)),
        )
    },
    meet(facts, creation) {
      const met: MetFaults = { latency: undefined, effect: undefined }
      for (const fault of candidates(facts, creation)) {
        if (!matchesFault(fault, facts)) continue
        fault.seen += 1
        const slot = fault.effect.type === 'latency' ? 'latency' : 'effect'
        if (!isDue(fault, () => random(fault)) || met[slot] != null) continue
        fault.hits += 1
        met[slot] = fault
      }
      return met
    },
    // Every fault that is handed out is one of these.
    random: (fault) => random(fault as Kept),
    copy: (other) =>
      openFaultBook(
        { ...options, seeded: other },
        {
          added: new Map(Array.from(added, ([id, fault]) => [id, copyFault(fault)])),
          ordered: ordered.copy((faults) => faults.map(copyFault)),
          begun,
          orders,
        },
      ),
    saved: () => ({
      begun,
      orders,
      rules: Array.from(added.values(), saveFault),
      ordered: ordered.entries().map(([by, faults]) => ({ by, faults: faults.map(saveFault) })),
    }),
  }
  return book
}

/** Of its own: a fault that ends does not end its copy. */
function copyFault(fault: Kept): Kept {
  return { ...fault, ...createEnd() }
}

function createEnd(): Pick<Kept, 'ended' | 'end'> {
  const controller = new AbortController()
  return { ended: controller.signal, end: () => controller.abort() }
}

function isDue({ when, seen, hits }: Fault, random: () => number): boolean {
  const { nth, every, first, chance } = when
  return (
    (nth == null || seen === nth) &&
    (every == null || seen % every === 0) &&
    (first == null || hits < first) &&
    (chance == null || random() < chance)
  )
}
