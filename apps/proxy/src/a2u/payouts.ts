import { alohaContract } from '@aloha-pi/contracts/aloha'
import type { CreatePayoutRequest } from '@aloha-pi/contracts/wire'
import { canonicalUid, parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'
import type { Refusal } from '../http/refusal.ts'
import { acceptPayout, type AcceptPorts } from './accept-payout.ts'
import { cancelPayout } from './cancel-payout.ts'
import { withoutCorrelation } from '../payouts/model/correlation.ts'
import { findPayout } from './find-payout.ts'
import { listIncomplete, type Incomplete, type PageRequest } from './list-incomplete.ts'
import {
  acceptRefusal,
  unpaidRefusal,
  waitingRefusal,
  type AcceptErrorCode,
  type UnpaidErrorCode,
} from './payout-refusals.ts'
import { shownPayment } from './payout-wire.ts'
import type { Payout } from '../payouts/model/payout.ts'
import type { ClientPayouts, Requester } from '../payouts/store/payout-store.ts'
import type { PiPayments } from '../payouts/model/ports.ts'
import { requestHashOf } from './request-hash.ts'
import { shownWait, type ShownWait } from './shown-wait.ts'
import type { LaneWait } from '../payouts/model/wait-of.ts'
import type { WorldGuard } from '../mock-world/world-guard.ts'
import { joinIdentical } from '../u2a/join-identical.ts'
import { anotherWorld } from '../mock-world/another-world.ts'
import type { Payments } from '../u2a/payments.ts'
import { alreadyPaid, unknownCursor } from './payout-refusals.ts'
import {
  lostRefusal,
  refusedBecause,
  unknownPayment,
  type LostErrorCode,
  type ReadErrorCode,
} from '../upstream/pi-refusals.ts'

type Result<Value, Code extends Refusal['code']> =
  | ({ ok: true } & Value)
  | { ok: false; refusal: Refusal<Code>; isReplayed?: boolean }

/** What the routes can do with payouts. */
export type Payouts = {
  create(request: CreateRequest): Promise<CreateResult>
  cancel(request: Requester & { id: string; signal: AbortSignal }): Promise<CancelResult>
  incomplete(page: PageRequest): Promise<IncompleteResult>
  details(request: DetailsRequest): Promise<PayoutDetails>
}

export type CreateRequest = Requester & {
  idempotencyKey: string | null
  payment: CreatePayoutRequest['payment']
  /** Ends the waiting, not the payout. */
  signal: AbortSignal
}
export type CreateResult = Result<
  { payout: Payout; isReplayed: boolean },
  AcceptErrorCode | UnpaidErrorCode | 'unavailable'
>
export type CancelResult = Result<
  { payout: Payout; isDone: boolean },
  ReadErrorCode | 'already_paid' | 'too_many_waiting'
>
export type IncompleteResult = Result<
  Incomplete,
  LostErrorCode | 'upstream_refused' | 'invalid_request'
>
export type DetailsRequest = { id: string; clientId: string | undefined; requestId: string }
export type PayoutDetails = Result<
  {
    payment: Payment | null
    payout: Payout | undefined
    /** With a payout. */
    wait?: ShownWait
  },
  ReadErrorCode
>

export type PayoutsPorts = {
  store: ClientPayouts
  pi: Pick<PiPayments, 'incomplete'>
  payments: Pick<Payments, 'details'>
  world: WorldGuard
  findLaneWait: () => Promise<LaneWait | null>
  waitForFinal: AcceptPorts['waitForFinal']
  wake: () => void
  settings: AcceptPorts['settings'] & {
    /** While it is not open: why. */
    whyOff: string
    publicDetails: boolean
    /** Ends all waiting when the process is asked to stop. */
    stopping: AbortSignal
  }
}

export function createPayouts(ports: PayoutsPorts): Payouts {
  const join = joinIdentical<Awaited<ReturnType<PiPayments['incomplete']>>>()
  // Pi's list may be large: callers at the same time share one.
  const pi = { incomplete: () => join('open', () => ports.pi.incomplete()) }
  return {
    create: (request) => createPayout(ports, request),
    cancel: (request) => cancel(ports, request),
    incomplete: (page) => incomplete({ ...ports, pi }, page),
    details: (request) => details(ports, request),
  }
}

const { method, path: route } = alohaContract.a2u.create

async function createPayout(ports: PayoutsPorts, request: CreateRequest): Promise<CreateResult> {
  const { world, settings } = ports
  const verdict = await world.check(0)
  if (!verdict.ok) return anotherWorld(verdict.advice)
  const { payment, signal, ...requester } = request
  const { memo, metadata } = payment
  const uid = canonicalUid(payment.uid)
  const amount = stroopsOf(payment.amount)
  const hashOf = (spelling: string) =>
    requestHashOf({ method, route, uid: spelling, amount, memo, metadata })
  const accepted = await acceptPayout(
    ports,
    {
      ...requester,
      uid,
      amount,
      memo,
      metadata,
      requestHash: hashOf(uid),
      ...(payment.uid !== uid && { formerHash: hashOf(payment.uid) }),
    },
    AbortSignal.any([signal, settings.stopping]),
  )
  if (!accepted.ok) return { ok: false, refusal: acceptRefusal(accepted.refusal, settings) }
  const { payout, isReplayed } = accepted
  const unpaid = unpaidRefusal(payout)
  return unpaid == null ? accepted : { ok: false, refusal: unpaid, isReplayed }
}

/** The contract's schema let it pass. */
function stroopsOf(amount: number): bigint {
  const parsed = parsePiAmount(amount)
  if (!parsed.ok) throw new Error(`An amount that was checked ${parsed.rule}`)
  return parsed.stroops
}

async function cancel(
  ports: PayoutsPorts,
  { signal, ...request }: Parameters<Payouts['cancel']>[0],
): Promise<CancelResult> {
  const { world, settings } = ports
  const verdict = await world.check(0)
  if (!verdict.ok) return anotherWorld(verdict.advice)
  const isOver = AbortSignal.any([signal, settings.stopping])
  const result = await cancelPayout({ ...ports, waitMs: settings.waitMs }, request, isOver)
  switch (result.kind) {
    case 'unknown':
      return { ok: false, refusal: await whyUnknown(ports, request) }
    case 'too_many_waiting':
      return { ok: false, refusal: waitingRefusal() }
    case 'already_paid':
      return { ok: false, refusal: alreadyPaid(result.payout) }
    default:
      return { ok: true, payout: result.payout, isDone: result.kind !== 'pending' }
  }
}

/** A payment of the other direction gets its own refusal; one of another client is as unknown as one that does not exist. */
async function whyUnknown(
  { payments }: PayoutsPorts,
  { id, clientId, requestId }: DetailsRequest,
): Promise<Refusal<ReadErrorCode>> {
  const read = await payments.details({ paymentId: id, direction: 'a2u', clientId, requestId })
  return read.ok ? unknownPayment(id) : read.refusal
}

async function incomplete(ports: PayoutsPorts, page: PageRequest): Promise<IncompleteResult> {
  const [verdict, open] = await Promise.all([ports.world.check(1_000), listIncomplete(ports, page)])
  if (!verdict.ok) return anotherWorld(verdict.advice)
  switch (open.kind) {
    case 'ok': {
      const { payments, ...rest } = open.value
      return { ok: true, ...rest, payments: payments.map(withoutCorrelation) }
    }
    case 'unknown_cursor':
      return { ok: false, refusal: unknownCursor() }
    case 'refused':
      return { ok: false, refusal: refusedBecause(open) }
    case 'unknown':
      return { ok: false, refusal: lostRefusal(open.cause) }
  }
}

async function details(ports: PayoutsPorts, request: DetailsRequest): Promise<PayoutDetails> {
  const { store, payments, settings } = ports
  const { id, clientId, requestId } = request
  const payout = await findPayout(store, id)
  const isForeign = payout != null && payout.clientId !== clientId
  if (isForeign && !settings.publicDetails) {
    return { ok: false, refusal: await whyUnknown(ports, request) }
  }
  const ours = payout && { payout, wait: await shownWait(ports, payout, clientId) }
  if (ours != null && ours.payout.piId == null) return { ok: true, payment: null, ...ours }
  const paymentId = payout?.piId ?? id
  const read = await payments.details({ paymentId, direction: 'a2u', clientId, requestId })
  if (read.ok) return { ok: true, payment: withoutCorrelation(read.payment), payout, ...ours }
  if (ours == null) return read
  // What is known of a payout can be reported while Pi is down, or limits calls; not what belongs to another world.
  const verdict = await ports.world.check(1_000)
  return verdict.ok ? { ok: true, payment: shownPayment(ours.payout), ...ours } : read
}
