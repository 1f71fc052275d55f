import type { Payment } from '@aloha-pi/contracts/platform'
import { isOfAnother } from './check-payment.ts'
import type {
  Envelope,
  EnvelopeStatus,
  Evidence,
  HeldReason,
  Payout,
  PayoutState,
  WorkState,
} from '../model/payout.ts'
import type { Change, MoveFields } from '../model/changes.ts'
import type { Alarm } from '../model/ports.ts'
import type { Rules } from './rules.ts'
import type { PayoutSettings } from '../model/settings.ts'
import { absorbed, type Absorbed } from './steps.ts'

export const cancelAsked = { because: 'cancel requested' }

/** A move to another state, with what it rests on. */
export function move(
  payout: Payout,
  to: PayoutState,
  set: MoveFields,
  evidence: Evidence,
): Extract<Change, { type: 'move' }> {
  return { type: 'move', payoutId: payout.id, from: payout.state, to, set, evidence }
}

export function liveOf(envelopes: readonly Envelope[]): Envelope[] {
  return envelopes.filter(({ status }) => status === 'live')
}

/** A ledger decided: at most one of the live envelopes was in it, the others never will be. */
export function settleLive(
  envelopes: readonly Envelope[],
  ours: { hash: string; as: Exclude<EnvelopeStatus, 'live' | 'dead'> } | null,
  evidence: Evidence,
): Change[] {
  return liveOf(envelopes).map(({ hash }) => ({
    type: 'settle_envelope' as const,
    hash,
    status: hash === ours?.hash ? ours.as : ('dead' as const),
    evidence,
  }))
}

export function alarm(code: Alarm['code'], payout: Payout | null, detail: string): Alarm {
  return { code, payoutId: payout?.id ?? null, detail }
}

/** Stops the payout until an operator looks. Live envelopes stay live and keep others from signing. */
export function hold(
  payout: Payout,
  reason: HeldReason,
  evidence: Evidence,
  set: MoveFields = {},
): Absorbed {
  // A held or final payout is never held again; callers have a work state in hand.
  const heldFrom = payout.state as WorkState
  const fields = { ...set, heldReason: reason, heldFrom }
  return absorbed({
    changes: [move(payout, 'held', fields, { reason, ...evidence })],
    alarms: [alarm('held', payout, reason)],
    isOver: true,
  })
}

/** Takes over a payment at Pi that carries this payout's correlation, if it is what was asked for. */
export function adopt(
  payout: Payout,
  payment: Payment,
  { settings, rules }: { settings: PayoutSettings; rules: Rules },
  how: string,
): Absorbed {
  const reason = rules.contradiction(payment, payout, settings)
  const evidence = { how, payment: payment.identifier }
  if (reason != null) {
    // The id is kept, so that the payment is known to be this payout's; nothing else of it is trusted.
    const kept = { piId: payment.identifier, lastPayment: payment }
    return hold(payout, reason, evidence, isOfAnother(reason) ? {} : kept)
  }
  return absorbed({ changes: [move(payout, 'created', rules.fieldsOf(payment), evidence)] })
}
