import { isFinal, type Payout } from '../../src/payouts/model/payout.ts'
import type { Change } from '../../src/payouts/model/changes.ts'
import type { LaneRow, Tables } from './tables.ts'

type Of<Type extends Change['type']> = Extract<Change, { type: Type }>

/** Waits for nothing but its turn. */
export const onItsCourse = { waitsFor: null, blockedBy: null, isAside: false } as const

export function releaseIn(
  { payouts }: Tables,
  now: number,
  isWaiting: (payout: Payout) => boolean,
): void {
  for (const payout of payouts.values()) {
    if (!isWaiting(payout)) continue
    payouts.set(payout.id, { ...payout, ...onItsCourse, attempts: 0, nextAt: new Date(now) })
  }
}

/** After a move: what waited only for this payout goes on. */
export function endWaitsIn(
  tables: Tables,
  now: number,
  { lane, change, row }: { lane: LaneRow; change: Of<'move'>; row: Payout },
): void {
  if (change.from === 'creating') {
    releaseIn(
      tables,
      now,
      ({ uid, state, waitsFor }) =>
        uid === row.uid && state === 'received' && waitsFor === 'user_payment',
    )
    const held = tables.lanes.get(lane.source)
    if (held != null && held.createFailures > 0) {
      tables.lanes.set(lane.source, { ...held, createFailures: 0, createAfter: 0 })
    }
  }
  const { piId } = row
  if (isFinal(row.state) && piId != null) {
    releaseIn(tables, now, ({ blockedBy }) => blockedBy === piId)
  }
}

export function pauseCreatesIn(
  { lanes }: Tables,
  now: number,
  { lane, change }: { lane: LaneRow; change: Of<'pause_creates'> },
): true {
  const row = lanes.get(lane.source) ?? lane
  const { createFailures } = row
  const ms = Math.min(change.mostMs, change.firstMs * 2 ** Math.min(createFailures, 20))
  lanes.set(lane.source, { ...row, createFailures: createFailures + 1, createAfter: now + ms })
  return true
}

export function seeBalanceIn(
  tables: Tables,
  now: number,
  { lane, change }: { lane: LaneRow; change: Of<'see_balance'> },
): true {
  const { available, fee } = change
  const row = tables.lanes.get(lane.source) ?? lane
  tables.lanes.set(lane.source, { ...row, available })
  const isCovered = ({ amount, waitsFor }: Payout) =>
    waitsFor === 'money' && amount <= available - fee
  releaseIn(tables, now, isCovered)
  return true
}
