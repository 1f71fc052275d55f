import { isFinal, type Payout, type WaitReason } from './payout.ts'

/** What a payout waits for; null: its turn, or nothing. `operator`: it is held until a command releases it. */
export type Wait = { waitsFor: WaitReason | 'operator' | null; blockedBy: string | null }

/** What the payout that is being prepared waits for. */
export type LaneWait = { waitsFor: WaitReason; blockedBy: string | null }

const nothing: Wait = { waitsFor: null, blockedBy: null }

/** What waits for its turn waits for the same as the payout ahead of it. */
export function waitOf(
  { state, waitsFor, blockedBy }: Pick<Payout, 'state' | 'waitsFor' | 'blockedBy'>,
  ofLane: LaneWait | null = null,
): Wait {
  if (isFinal(state)) return nothing
  if (state === 'held') return { waitsFor: 'operator', blockedBy: null }
  if (waitsFor != null) return { waitsFor, blockedBy }
  return state === 'received' && ofLane != null ? ofLane : nothing
}
