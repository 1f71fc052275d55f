import type { Database } from '../stores/open-database.ts'
import { findPayout } from '../a2u/find-payout.ts'
import type { Payout } from '../payouts/model/payout.ts'
import type { CommandIo } from '../operator/command.ts'
import { describeFully, describePayout } from './describe-payout.ts'
import { findPayoutContexts, type PayoutContext } from './payout-context.ts'
import type { PayoutsRequest } from './payouts-arguments.ts'

export type OnPayout = Extract<PayoutsRequest, { id: string }>

/** A command about one payout, by its id or by Pi's payment id. */
export async function performOnPayout(
  request: OnPayout,
  database: Database,
  io: CommandIo,
): Promise<number> {
  const store = database.payouts
  const payout = await findPayout(store, request.id)
  if (payout == null) {
    io.complain(`There is no payout ${request.id}: proxy payouts list shows the newest.`)
    return 1
  }
  const { id } = payout
  switch (request.type) {
    case 'show':
      return show(id, database, io)
    case 'retry':
      return report({ payout: await store.retry(id), otherwise: whyNoRetry }, database, io)
    case 'release':
      return report(
        { payout: await store.release(id, request.decision), otherwise: whyNoRelease },
        database,
        io,
      )
    case 'cancel':
      return cancel(payout, database, io)
    case 'settle':
      return settle({ ...request, id }, database, io)
  }
}

const whyNoRetry =
  'Only a payout that is neither final nor held can be retried: proxy payouts show ID shows its state.'
const whyNoRelease = 'Only a held payout is released, and one that was paid only to retry.'
const whyNoSettle =
  'Only a payout that is paid, or held with a successful transaction of its own in the books, is settled as paid_unconfirmed, and only while none of its signed transactions may still apply: see proxy payouts show ID.'

async function show(id: string, database: Database, io: CommandIo): Promise<number> {
  const { payouts: store } = database
  const [payout] = await store.findMany([id])
  if (payout == null) throw new Error(`Payout ${id} is gone`)
  const context = await findPayoutContext(database, payout)
  const envelopes = await store.envelopes(id)
  const history = await store.history(id)
  for (const line of describeFully({ payout, context, envelopes, history })) io.print(line)
  return 0
}

/** The payout as it is now, or why nothing was done. */
async function report(
  { payout, otherwise }: { payout: Payout | undefined; otherwise: string },
  database: Database,
  io: CommandIo,
): Promise<number> {
  if (payout == null) {
    io.complain(otherwise)
    return 1
  }
  io.print(describePayout(payout, await findPayoutContext(database, payout)))
  return 0
}

async function cancel(known: Payout, database: Database, io: CommandIo): Promise<number> {
  const why = whyNoCancel(known)
  if (why != null) return refuseCancel(known, why, io)
  const payout = await database.payouts.cancel(known.id)
  if (payout == null) throw new Error(`Payout ${known.id} is gone`)
  // It may have been paid since it was looked for.
  const whyNow = whyNoCancel(payout)
  if (whyNow != null) return refuseCancel(payout, whyNow, io)
  io.print(describePayout(payout, await findPayoutContext(database, payout)))
  io.complain(whatCancelDoes(payout))
  return 0
}

function refuseCancel({ id, state }: Payout, why: string, io: CommandIo): number {
  io.complain(`Payout ${id} is ${state} and cannot be cancelled: ${why}.`)
  return 1
}

function whyNoCancel({ state, heldFrom }: Payout): string | undefined {
  switch (state) {
    case 'paid':
    case 'completed':
    case 'paid_unconfirmed':
      return 'the money has moved'
    case 'failed':
      return 'it ended without a payment'
    case 'held':
      return heldFrom === 'paid'
        ? 'the money has moved, and it is released only with retry, or settled'
        : undefined
    default:
      return undefined
  }
}

function whatCancelDoes({ id, state }: Payout): string {
  switch (state) {
    case 'cancelled':
      return 'It was cancelled before.'
    case 'held':
      return `The cancellation is recorded, and takes effect when you release the payout: proxy payouts release ${id} cancel.`
    case 'signed':
      return 'It is cancelled when no signed transaction can pay any more; if one pays before, the payout is paid.'
    default:
      return 'It is cancelled as soon as it is certain that nothing was paid: proxy payouts show ID shows when.'
  }
}

async function settle(
  { id, cancelsPayment }: Extract<OnPayout, { type: 'settle' }>,
  database: Database,
  io: CommandIo,
): Promise<number> {
  const { payouts } = database
  const ended = await payouts.settlePaid(id)
  // One that was settled before may still be in the way.
  const settled = cancelsPayment ? await payouts.giveUpPayment(id) : ended
  const code = await report({ payout: settled, otherwise: whyNoSettle }, database, io)
  if (settled != null) {
    io.complain(
      cancelsPayment
        ? 'The user has the money; the next audit, within a minute, cancels the payment at Pi, if Pi allows it.'
        : 'The user has the money; the payment is not completed at Pi any more. Report it to Pi.',
    )
  }
  return code
}

/** What keeps this payout waiting. */
async function findPayoutContext({ db }: Database, { id }: Payout): Promise<PayoutContext> {
  const context = (await findPayoutContexts(db, [id])).get(id)
  if (context == null) throw new Error(`Payout ${id} is gone`)
  return context
}
