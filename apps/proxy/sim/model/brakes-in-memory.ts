import { randomUUID } from 'node:crypto'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import type { LaneRow, Tables } from './tables.ts'
import { newLane, shownLane } from './pick-in-memory.ts'
import type { Atomic } from './async-store.ts'
import { releaseIn } from './waits-in-memory.ts'

type Brakes = Pick<
  Atomic<PayoutStore>,
  | 'quarantine'
  | 'pause'
  | 'resume'
  | 'findClient'
  | 'markForeign'
  | 'showLanes'
  | 'startLaneAt'
  | 'adopt'
  | 'renewDeployment'
>

/** What operators do with lanes, clients and everything, on tables in memory. */
export function brakesIn(tables: () => Tables, now: () => number, timeline: () => number): Brakes {
  const set = (lane: LaneRow, change: Partial<LaneRow>) =>
    tables().lanes.set(lane.source, { ...lane, ...change })
  const laneOf = (source: string) => tables().lanes.get(source) ?? newLane(source, timeline())
  const quarantined = ({ quarantineUntil }: LaneRow, ms: number) => ({
    quarantineUntil: Math.max(quarantineUntil, now() + ms),
    quarantineReason: 'operator' as const,
  })
  return {
    quarantine(source, ms) {
      const lane = laneOf(source)
      set(lane, quarantined(lane, ms))
    },
    pause(clientId) {
      tables().paused.add(clientId ?? 'all')
    },
    resume: (clientId) => tables().paused.delete(clientId ?? 'all'),
    findClient: (name) => [...tables().clients].find((id) => id === name),
    markForeign(hash) {
      const { books } = tables()
      const transaction = books.get(hash)
      if (transaction == null || transaction.payoutId != null || transaction.foreign) return false
      books.set(hash, { ...transaction, foreign: true })
      releaseIn(tables(), now(), ({ waitsFor }) => waitsFor === 'unidentified_transaction')
      return true
    },
    showLanes() {
      const { deployment, paused, lanes, books } = tables()
      const unmatched = [...books.values()].filter(
        ({ payoutId, foreign }) => payoutId == null && !foreign,
      )
      const shown = []
      for (const lane of lanes.values()) {
        shown.push({ ...shownLane(lane, now()), owner: lane.owner, unmatched })
      }
      return { deployment, paused: [...paused].sort(), lanes: shown }
    },
    startLaneAt(source, { cursor, bookedSequence, quarantineMs }) {
      const lane = laneOf(source)
      if (lane.bookedSequence != null && lane.bookedSequence >= bookedSequence) return false
      set(lane, { cursor, bookedSequence, ...quarantined(lane, quarantineMs) })
      return true
    },
    adopt(source, quarantineMs) {
      const lane = tables().lanes.get(source)
      if (lane == null) return false
      const { deployment } = tables()
      const other = lane.stop?.deployment
      if (other != null && other !== deployment.own) {
        const adopted = [...new Set([...deployment.adopted, other])]
        tables().deployment = { ...deployment, adopted }
      }
      set(lane, { stop: null, isAdopting: true, ...quarantined(lane, quarantineMs) })
      return true
    },
    renewDeployment() {
      const id = randomUUID()
      tables().deployment = { ...tables().deployment, own: id }
      for (const lane of tables().lanes.values()) set(lane, { stop: null, isAdopting: false })
      return id
    },
  }
}
