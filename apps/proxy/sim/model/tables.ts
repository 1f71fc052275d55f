import type {
  Envelope,
  Payout,
  PayoutEvent,
  BookedTransaction,
} from '../../src/payouts/model/payout.ts'
import type { Deployment, Lane } from '../../src/payouts/model/work.ts'
import { createTable, type Table } from './table.ts'

/** A lane's row. `timeline` names the database that the lease was taken from. */
export type LaneRow = Omit<Lane, 'quarantineLeftMs'> & {
  owner: string | null
  leaseUntil: number
  timeline: number
  quarantineUntil: number
  createAfter: number
}

/** Everything a database holds. Rows are replaced, never changed, so that a copy of the maps is a snapshot. */
export type Tables = {
  payouts: Table<Payout>
  envelopes: Table<Envelope>
  lanes: Table<LaneRow>
  books: Table<BookedTransaction>
  events: PayoutEvent[]
  /** When a client's payout last left `received`. */
  turns: Table<number>
  /** The same of each payout, by its id. */
  leftReceived: Table<number>
  deployment: Deployment
  /** `all` or client ids. */
  paused: Set<string>
  revokedKeys: Set<string>
  /** Ids of clients that have keys. */
  clients: Set<string>
  /** Ids of payouts by key, of each client. */
  ids: Map<string, Map<string, string>>
  /** How often clients were made again under other ids. */
  clientsMade: number
}

export function emptyTables(own = '00000000-0000-4000-a000-000000000001'): Tables {
  return {
    deployment: { own, adopted: [] },
    paused: new Set(),
    revokedKeys: new Set(),
    clients: new Set(),
    ids: new Map(),
    clientsMade: 0,
    payouts: createTable(),
    envelopes: createTable(),
    lanes: createTable(),
    books: createTable(),
    events: [],
    turns: createTable(),
    leftReceived: createTable(),
  }
}

export function copyTables(tables: Tables): Tables {
  return {
    payouts: createTable(tables.payouts),
    envelopes: createTable(tables.envelopes),
    lanes: createTable(tables.lanes),
    books: createTable(tables.books),
    events: [...tables.events],
    turns: createTable(tables.turns),
    leftReceived: createTable(tables.leftReceived),
    deployment: tables.deployment,
    paused: new Set(tables.paused),
    revokedKeys: new Set(tables.revokedKeys),
    clients: new Set(tables.clients),
    ids: tables.ids,
    clientsMade: tables.clientsMade,
  }
}

/** Begins a transaction, which is then committed or undone. */
export function beginIn(tables: Tables): { undo(): void; commit(): void } {
  const { payouts, envelopes, lanes, books, turns, leftReceived, events } = tables
  const all = [payouts, envelopes, lanes, books, turns, leftReceived]
  const { length } = events
  for (const table of all) table.begin()
  return {
    undo() {
      for (const table of all) table.undo()
      events.length = length
    },
    commit() {
      for (const table of all) table.commit()
    },
  }
}
