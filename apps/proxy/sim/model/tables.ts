import type {
  Envelope,
  Payout,
  PayoutEvent,
  BookedTransaction,
} from '../../src/payouts/model/payout.ts'
import type { Deployment, Lane } from '../../src/payouts/model/work.ts'

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
  payouts: Map<string, Payout>
  envelopes: Map<string, Envelope>
  lanes: Map<string, LaneRow>
  books: Map<string, BookedTransaction>
  events: PayoutEvent[]
  /** When a client's payout last left `received`. */
  turns: Map<string, number>
  /** The same of each payout, by its id. */
  leftReceived: Map<string, number>
  deployment: Deployment
  /** `all` or client ids. */
  paused: Set<string>
  revokedKeys: Set<string>
  /** Ids of clients that have keys. */
  clients: Set<string>
  /** How often clients were made again under other ids. */
  clientsMade: number
}

export function emptyTables(own = '00000000-0000-4000-a000-000000000001'): Tables {
  return {
    deployment: { own, adopted: [] },
    paused: new Set(),
    revokedKeys: new Set(),
    clients: new Set(),
    clientsMade: 0,
    payouts: new Map(),
    envelopes: new Map(),
    lanes: new Map(),
    books: new Map(),
    events: [],
    turns: new Map(),
    leftReceived: new Map(),
  }
}

export function copyTables(tables: Tables): Tables {
  return {
    payouts: new Map(tables.payouts),
    envelopes: new Map(tables.envelopes),
    lanes: new Map(tables.lanes),
    books: new Map(tables.books),
    events: [...tables.events],
    turns: new Map(tables.turns),
    leftReceived: new Map(tables.leftReceived),
    deployment: tables.deployment,
    paused: new Set(tables.paused),
    revokedKeys: new Set(tables.revokedKeys),
    clients: new Set(tables.clients),
    clientsMade: tables.clientsMade,
  }
}
