import { formatStroops } from '@aloha-pi/contracts/platform'
import type { BookedTransaction } from '../payouts/model/payout.ts'
import type { ShownLanes } from '../payouts/store/operator-store.ts'
import type { Lane, LaneStop, QuarantineReason } from '../payouts/model/work.ts'
import { MAX_UNMATCHED } from '../payouts/model/work.ts'

type ShownLane = ShownLanes['lanes'][number]

/** The lane of one wallet: who works on it, how far its books reach, and what waits for an operator. */
export function describeLane(lane: ShownLane): string[] {
  const { source, owner, epoch, stop, isAdopting, unmatched } = lane
  return [
    `lane of ${source}`,
    `  last owner ${owner ?? 'none'}, epoch ${epoch}`,
    `  ${describeBooks(lane)}`,
    ...(lane.quarantineLeftMs > 0 ? [`  ${describeQuarantine(lane)}`] : []),
    ...(isAdopting
      ? ['  adopting: payouts that this database does not know are taken as its own']
      : []),
    ...(stop == null ? [] : describeStop(source, stop)),
    ...unmatched.map(describeUnmatched),
    ...(unmatched.length >= MAX_UNMATCHED
      ? [`  unmatched: only the first ${MAX_UNMATCHED} are shown`]
      : []),
  ]
}

function describeBooks({ cursor, bookedSequence, tip }: Lane): string {
  const books =
    bookedSequence == null
      ? 'books: no transaction of the wallet yet'
      : `books up to sequence ${bookedSequence}`
  const read = cursor == null ? 'nothing read yet' : `read up to ${cursor}`
  const newest =
    tip == null
      ? 'newest ledger unknown'
      : `newest ledger ${tip.sequence}, closed ${new Date(tip.closedAt * 1_000).toISOString()}`
  return `${books}, ${read}, ${newest}`
}

const whyQuarantined: Record<QuarantineReason, string> = {
  new: 'the wallet is new to this database',
  database: 'the database was restored, or is another one',
  operator: 'an operator asked for it',
}

function describeQuarantine({ quarantineLeftMs, quarantineReason: reason }: Lane): string {
  const seconds = Math.ceil(quarantineLeftMs / 1_000)
  const why = reason == null ? '' : `, because ${whyQuarantined[reason]}`
  return `quarantine for ${seconds} s more${why}: nothing is cancelled or failed`
}

const whyStopped: Record<LaneStop['reason'], string> = {
  foreign_deployment: 'another deployment pays with this Pi app or wallet',
  unknown_payout: 'a payout carries the id of this deployment, and this database does not know it',
}

function describeStop(source: string, { reason, payment, payout, deployment }: LaneStop): string[] {
  return [
    `  STOPPED, ${reason}: ${whyStopped[reason]}`,
    `    payment ${payment}, payout ${payout}, deployment ${deployment ?? 'none: a release before there were deployments'}`,
    `    proxy payouts lane adopt ${source}   those payouts belong here: this database lost them`,
    '    proxy payouts lane new-deployment   they belong to another database that is in use',
  ]
}

function describeUnmatched({ hash, memo, payment, ledger, isDenied }: BookedTransaction): string {
  const amount = payment == null ? 'no payment' : `${formatStroops(payment.amount)} Pi`
  const denied = isDenied ? ', Pi does not know the memo as a payment' : ''
  return `  unmatched ${hash}  ${amount}, memo ${JSON.stringify(memo)}, ledger ${ledger}${denied}`
}
