import type { Payout } from '../../src/payouts/model/payout.ts'
import { requestOf, requestOfPayout } from '../model/claims.ts'
import { isLinkedOnly, isOpen, type PiRecord, type Scope } from '../model/pi-records.ts'
import { isRefusedForGood, type RefusedForGood } from '../model/refusals-for-good.ts'
import type { SimPi } from '../model/sim-pi.ts'

/** A world at some moment, as far as it says what may stay as it is. */
export type WorldState = {
  pi: Pick<SimPi, 'records' | 'misled'>
  tables: { payouts: ReadonlyMap<string, Payout> }
  scope: Scope
  forGood: RefusedForGood
}

/** Pi showed a payment for this request that is not what was asked for. */
export function isLiedTo(pi: Pick<SimPi, 'misled'>, request: string): boolean {
  return pi.misled().has(request)
}

/**
 * What may stay as it is for good, although it is not final, since Pi lied about it or refuses it for good: each payout
 * and each payment is judged by itself. Only an operator can end it.
 */
export function createPermittedEnds(world: WorldState) {
  const { pi, tables, scope, forGood } = world
  let owners: Map<string, Payout[]> | undefined
  const ownersOf = (request: string): readonly Payout[] => {
    owners ??= byRequestHash(tables)
    const same = owners.get(request.slice(0, request.indexOf(':'))) ?? []
    return same.filter((payout) => requestOfPayout(payout) === request)
  }

  /** Why an open payment of Pi's may stay open for good; undefined when it may not. */
  const whyOpen = (record: PiRecord): string | undefined => {
    const { dto, isForeign, isForever } = record
    if (!isOpen(record)) return undefined
    if (isForeign) return isForever ? 'its owner never closes it' : undefined
    if (isLinkedOnly(record)) return 'linked, not completed'
    if (dto.direction !== 'app_to_user') return 'its direction is a lie'
    const own = ownersOf(requestOf(dto) ?? '')
    if (own.some((payout) => whyHeld(payout) != null)) return 'its payout is held'
    // A payment beside the one that was paid is an orphan: only a cancel closes it.
    const isPaid = own.some(
      ({ state, piId }) => isPaidState(state) && (piId == null || piId === dto.identifier),
    )
    if (isPaid) {
      return isRefusedForGood(forGood, 'complete', dto.identifier) ? 'never completed' : undefined
    }
    const isInWork = own.some(({ state }) => inWork.has(state))
    const isRefused = isRefusedForGood(forGood, 'cancel', dto.identifier)
    return isRefused && !isInWork ? 'never cancelled' : undefined
  }

  const whyHeld = (payout: Payout): string | undefined =>
    payout.state === 'held' && isLiedTo(pi, requestOfPayout(payout)) ? 'lied to' : undefined

  let blockers: PiRecord[] | undefined
  const isBlocked = ({ uid, piId }: Payout): boolean => {
    if (scope === 'off') return false
    blockers ??= [...pi.records().values()].filter((record) => whyOpen(record) != null)
    return blockers.some(
      ({ dto }) => dto.identifier !== piId && (scope === 'per-app' || dto.user_uid === uid),
    )
  }

  /** Why a payout may stay as it is for good; undefined when it may not. */
  const why = (payout: Payout): string | undefined => {
    const { state, piId, cancelRequested } = payout
    switch (state) {
      case 'held':
        return whyHeld(payout)
      case 'paid':
      case 'cancelling': {
        const call = state === 'paid' ? 'complete' : 'cancel'
        const isRefused = piId != null && isRefusedForGood(forGood, call, piId)
        return isRefused ? `its ${call} is refused for good` : undefined
      }
      case 'received':
      case 'creating':
        return !cancelRequested && isBlocked(payout) ? 'blocked by an open payment' : undefined
      default:
        return undefined
    }
  }
  return { ofPayout: why, ofPayment: whyOpen, isBlocked }
}

function byRequestHash({ payouts }: WorldState['tables']): Map<string, Payout[]> {
  const owners = new Map<string, Payout[]>()
  for (const payout of payouts.values()) {
    const own = owners.get(payout.requestHash)
    if (own == null) owners.set(payout.requestHash, [payout])
    else own.push(payout)
  }
  return owners
}

/** States in which a payment will still be paid or read. */
const inWork: ReadonlySet<string> = new Set(['received', 'creating', 'created', 'signed'])

function isPaidState(state: string): boolean {
  return state === 'paid' || state === 'paid_unconfirmed'
}
