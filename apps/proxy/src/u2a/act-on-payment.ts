import type { Payment } from '@aloha-pi/contracts'
import type { Refusal } from '../http/refusal.ts'
import { anotherWorld } from '../mock-world/another-world.ts'
import type { WorldGuard } from '../mock-world/world-guard.ts'
import type { PiCall, PiForRequests, PiResult } from '../payouts/model/ports.ts'
import { confirmShown, settlesPending } from './confirm-shown.ts'
import { otherDirection, type OtherDirectionPorts } from './other-direction.ts'
import { directions } from './payment-details.ts'
import { conflictRefusal, refusedWrite, type ActErrorCode } from './u2a-refusals.ts'
import { lostRefusal, refusedRead, unknownPayment } from '../upstream/pi-refusals.ts'
import {
  afterRead,
  afterWrite,
  callOf,
  planCommand,
  statusShown,
  type Outcome,
  type U2aCommand,
} from './u2a-machine.ts'
import type { PendingCall, U2aPayment } from './u2a-payment.ts'
import type { U2aPaymentStore } from './u2a-payment-store.ts'
import { unknownOutcome } from '../http/unknown-outcome.ts'
import { u2aRecord, type U2aRecord } from './u2a-wire.ts'

/** How old the knowledge of the mock's world may be for a read. */
export const WORLD_MAX_AGE_MS = 1000

export type ActPorts = OtherDirectionPorts & {
  world: WorldGuard
  pi: PiForRequests
  store: U2aPaymentStore
  /** Time for the whole action, however many calls to Pi it takes. */
  timeoutMs: number
}

export type ActRequest = {
  paymentId: string
  clientId: string
  requestId: string
  command: U2aCommand
}

export type ActResult =
  | { ok: true; payment: Payment; record: U2aRecord }
  | { ok: false; refusal: Refusal<ActErrorCode> }

/**
 * Carries out a command on a user-to-app payment: reads it at Pi, claims it and notes the intent, writes
 * once, records what Pi confirmed. Safe to repeat at any point, also after a crash in the middle.
 */
export async function actOnPayment(ports: ActPorts, request: ActRequest): Promise<ActResult> {
  const { pi, store, timeoutMs } = ports
  const { paymentId, clientId, requestId, command } = request
  // It is known for sure before anything is written.
  const world = ports.world.check(0)
  const verdict = ports.world.isConfirmed(WORLD_MAX_AGE_MS) ? undefined : await world
  if (verdict?.ok === false) return anotherWorld(verdict.advice)
  const call = { requestId, signal: AbortSignal.timeout(timeoutMs) }
  const [judged, seen] = await Promise.all([world, pi.get(paymentId, call)])
  if (!judged.ok) return anotherWorld(judged.advice)
  if (seen.kind === 'unknown') return refused(lostRefusal(seen.cause))
  if (seen.kind === 'refused') return refused(refusedRead(paymentId, seen))
  const { value: payment } = seen
  if (payment.direction !== directions.u2a) {
    return refused(await otherDirection(ports, request, 'u2a'))
  }

  const plan = planCommand(command, payment)
  // What is sent needs no look at our record: the claim refuses the payment of another client.
  const known = plan.next === 'send' ? undefined : await store.find(paymentId)
  // Only after the read, so that a foreign payment cannot be distinguished from an unknown one, also while Pi is down.
  if (known != null && known.clientId !== clientId) return refused(unknownPayment(paymentId))
  if (plan.next === 'refuse') {
    const record = known && (await recordConflict(store, known, command, payment))
    return refused({ ...conflictRefusal(plan.conflict, payment), ...(record && { record }) })
  }
  if (plan.next === 'done' && known != null) {
    return { ok: true, payment, record: await recordShown(store, known, command, payment) }
  }

  const claim = await store.begin({ paymentId, clientId, call: callOf(command) })
  if (claim == null) return refused(unknownPayment(paymentId))
  const outcome: Outcome =
    plan.next === 'done' ? { kind: 'done', payment } : await write(pi, request, call)
  return settle(store, request, claim, outcome)
}

/** Writes until the outcome is known or it is time to say that it is not. */
async function write(
  pi: PiForRequests,
  { paymentId, command }: ActRequest,
  call: PiCall,
): Promise<Outcome> {
  for (let writes = 1; ; writes += 1) {
    const written = await send(pi, paymentId, command, call)
    const outcome = afterWrite(command, written)
    if (outcome !== 'read') return outcome
    const verdict = afterRead(command, written, await pi.get(paymentId, call), writes)
    if (verdict !== 'repeat') return verdict
  }
}

function send(
  pi: PiForRequests,
  paymentId: string,
  command: U2aCommand,
  call: PiCall,
): Promise<PiResult<Payment>> {
  switch (command.action) {
    case 'approve':
      return pi.approve(paymentId, call)
    case 'complete':
      return pi.complete(paymentId, command.txid, call)
    case 'abort':
      return pi.cancel(paymentId, call)
  }
}

type Claim = NonNullable<Awaited<ReturnType<U2aPaymentStore['begin']>>>

async function settle(
  store: U2aPaymentStore,
  { paymentId, clientId, command }: ActRequest,
  claim: Claim,
  outcome: Outcome,
): Promise<ActResult> {
  const { operation } = claim
  const call = callOf(command)
  switch (outcome.kind) {
    case 'done': {
      const { payment } = outcome
      return {
        ok: true,
        payment,
        record: u2aRecord(operation, await confirmShown(store, payment, { call, clientId })),
      }
    }
    case 'conflict': {
      const { payment, conflict } = outcome
      const { row } = await recordConflict(store, claim.payment, command, payment)
      const record = { table: 'u2a_payment', operation, row } as const
      return refused({ ...conflictRefusal(conflict, payment), record })
    }
    case 'refused': {
      const record = u2aRecord(operation, await store.refuse(paymentId, call))
      return refused({ ...refusedWrite(command.action, paymentId, outcome.response), record })
    }
    case 'unknown': {
      // Again, in case an identical call of another instance was refused meanwhile.
      const { payment } = (await store.begin({ paymentId, clientId, call })) ?? claim
      const record = u2aRecord(operation, payment)
      const lost = lostRefusal(outcome.cause)
      const message = `${lost.message}. ${unknownOutcome(command.action)}`
      return refused({ ...lost, message, record })
    }
  }
}

/**
 * A state that others brought about is recorded only for a client that had its own success: on a payment on
 * which the client did nothing it would be a claim.
 */
async function recordConflict(
  store: U2aPaymentStore,
  known: U2aPayment,
  command: U2aCommand,
  payment: Payment,
): Promise<U2aRecord> {
  const call = callOf(command)
  if (hasSuccessBeside(known, payment, call)) return recordShown(store, known, command, payment)
  if (!known.pendingCalls.includes(call)) return u2aRecord('select', known)
  return u2aRecord('update', await store.refuse(known.paymentId, call))
}

/** Whether a success is recorded, or Pi shows that of another call that is pending. */
function hasSuccessBeside(known: U2aPayment, payment: Payment, call: PendingCall): boolean {
  const others = { ...known, pendingCalls: known.pendingCalls.filter((each) => each !== call) }
  return known.status !== 'seen' || settlesPending(others, payment)
}

/** Brings our record up to what Pi shows. */
async function recordShown(
  store: U2aPaymentStore,
  known: U2aPayment,
  command: U2aCommand,
  payment: Payment,
): Promise<U2aRecord> {
  const call = callOf(command)
  const isRecorded = known.status === statusShown(payment) && !settlesPending(known, payment, call)
  if (isRecorded) return u2aRecord('select', known)
  return u2aRecord('update', await confirmShown(store, payment, { call }))
}

function refused(reason: Refusal<ActErrorCode>): ActResult {
  return { ok: false, refusal: reason }
}
