import { formatStroops } from '@aloha-pi/contracts/platform'
import type { Envelope, Evidence, Payout, PayoutEvent } from '../payouts/model/payout.ts'
import { whyWaits, type PayoutContext } from './payout-context.ts'

/** One line. */
export function describePayout(payout: Payout, context: PayoutContext): string {
  const { id, state, clientId, keyId, amount, createdAt, piId } = payout
  const why = whyWaits(payout, context)
  return [
    id,
    state.padEnd(16),
    `${formatStroops(amount)} Pi`,
    `payment ${piId ?? '-'}`,
    `client ${context.client ?? clientId}`,
    `key ${keyId ?? '-'}`,
    createdAt.toISOString(),
    ...(why == null ? [] : [`waits: ${why}`]),
    ...reasons(payout),
  ].join('  ')
}

type FullPayout = {
  payout: Payout
  context: PayoutContext
  envelopes: readonly Envelope[]
  history: readonly PayoutEvent[]
}

/** Everything that an operator needs to decide; signed transactions are named, never shown. */
export function describeFully({ payout, context, envelopes, history }: FullPayout): string[] {
  const { uid, memo, toAddress, txid, ledger, attempts, nextAt, cancelRequested } = payout
  return [
    describePayout(payout, context),
    `user ${uid}, wallet ${toAddress ?? '-'}, memo ${JSON.stringify(memo)}`,
    `transaction ${txid ?? '-'}, ledger ${ledger ?? '-'}`,
    `${attempts} visits without progress, next at ${nextAt.toISOString()}${cancelRequested ? ', cancel requested' : ''}`,
    ...envelopes.map(describeEnvelope),
    ...history.map(describeEvent),
  ]
}

function reasons({ heldReason, heldFrom, failCode, submitCode }: Payout): string[] {
  return [
    ...(heldReason == null ? [] : [`held in ${heldFrom}: ${heldReason}`]),
    ...(failCode == null ? [] : [`fails with ${failCode}`]),
    ...(submitCode == null ? [] : [`last submit: ${submitCode}`]),
  ]
}

function describeEnvelope(envelope: Envelope): string {
  const { hash, status, sequence, maxTime, fee, evidence } = envelope
  const until = new Date(maxTime * 1_000).toISOString()
  return `envelope ${hash} ${status}, sequence ${sequence}, until ${until}, fee ${formatStroops(fee)} Pi${describeEvidence(evidence)}`
}

function describeEvent({ at, from, to, evidence }: PayoutEvent): string {
  return `${at.toISOString()}  ${from ?? 'nothing'} -> ${to}${describeEvidence(evidence)}`
}

function describeEvidence(evidence: Evidence | null): string {
  const facts = Object.entries(evidence ?? {}).map(([fact, value]) => `${fact}=${value}`)
  return facts.length === 0 ? '' : `  (${facts.join(', ')})`
}
