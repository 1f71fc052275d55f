import { isDeepStrictEqual } from 'node:util'
import { isUserCreation } from './scenario.ts'
import { deadlineOf, isOpen, isPayout, isWaiting, type SeenPayment } from './seen-world.ts'
import { broken, type Change, type Invariants, type Step } from './step.ts'

const FLAGS = [
  'developer_approved',
  'transaction_verified',
  'developer_completed',
  'cancelled',
  'user_cancelled',
] as const
const IDENTITY = [
  'identifier',
  'user_uid',
  'amount',
  'memo',
  'metadata',
  'to_address',
  'direction',
  'created_at',
  'network',
] as const

/** What holds for each payment at each moment, and between two moments. */
export const paymentInvariants: Invariants = {
  'U1: a payment is never both completed and cancelled': eachPayment(
    ({ status }) => status.developer_completed && (status.cancelled || status.user_cancelled),
  ),
  'U2: a payment with a transaction is never cancelled': eachPayment(
    ({ status, transaction }) => transaction != null && (status.cancelled || status.user_cancelled),
  ),
  'U3: a completed payment is approved, verified and has a transaction': eachPayment(
    ({ status, transaction }) =>
      status.developer_completed &&
      !(status.developer_approved && status.transaction_verified && transaction != null),
  ),
  'U4: transaction_verified is true exactly when there is a verified transaction': eachPayment(
    ({ status, transaction }) => status.transaction_verified !== (transaction?.verified === true),
  ),
  'U5: only an approved payment has a transaction': eachPayment(
    ({ status, transaction }) => transaction != null && !status.developer_approved,
  ),
  'U6: Pi cancels a payment at 60 s when no one approved it': ({ after, now }) => {
    const late = [...after.values()].find((seen) => isWaiting(seen) && now >= deadlineOf(seen))
    return broken(late != null, late)
  },
  'U7: Pi cancels no payment before 60 s, and gives 60 s as the time however late it is read': (
    step,
  ) => {
    const early = step.changes.find(
      ({ before, after }) =>
        (before != null && isWaiting(before) && isCancelledWithoutCall(step, after)) ||
        isExpiryMisdated(before, after),
    )
    return broken(early != null, early)
  },
  'U8: a payment approved in time is not cancelled by time': (step) => {
    const lost = step.changes.find(
      ({ before, after }) =>
        before != null &&
        before.payment.status.developer_approved &&
        isOpen(before) &&
        isCancelledWithoutCall(step, after),
    )
    return broken(lost != null, lost)
  },
  'U9: a flag that was once true stays true': eachTransition(({ before, after }) =>
    FLAGS.some((flag) => before.payment.status[flag] && !after.payment.status[flag]),
  ),
  'U10: what was agreed never changes': eachTransition(({ before, after }) =>
    IDENTITY.some((field) => !isDeepStrictEqual(before.payment[field], after.payment[field])),
  ),
  'U11: a payment keeps its transaction and the wallet that paid': eachTransition(
    ({ before: { payment: before }, after: { payment: after } }) =>
      before.transaction != null &&
      !(
        isDeepStrictEqual(before.transaction, after.transaction) &&
        before.from_address === after.from_address
      ),
  ),
  'U12: no transaction is verified for two payments': ({ after, changes }) => {
    if (changes.every(({ after }) => after.payment.transaction == null)) return undefined
    const txids = [...after.values()].flatMap(({ payment: { transaction } }) =>
      transaction?.verified ? [transaction.txid] : [],
    )
    return broken(new Set(txids).size < txids.length, txids)
  },
  'U13: a user has at most one open payment to an app': ({ after }) => {
    const open = [...after.values()].filter((seen) => isOpen(seen) && !isPayout(seen))
    const users = open.map(({ payment }) => payment.user_uid)
    return broken(new Set(users).size < users.length, users)
  },
  'U14: the developer and the user cancel by different flags': ({
    action,
    accepted,
    id,
    after,
  }) => {
    if (!accepted || (action.do !== 'cancel' && action.do !== 'cancel as user')) return undefined
    const status = after.get(id!)!.payment.status
    const byUser = action.do === 'cancel as user'
    return broken(status.user_cancelled !== byUser || status.cancelled === byUser, status)
  },
  'U15: a user payment is completed only with its own transaction': (step) => {
    const named = step.before.get(step.id ?? '')
    if (named == null || isPayout(named)) return undefined
    const own = named.payment.transaction?.txid
    return broken(step.action.do === 'complete' && step.accepted && step.txid !== own, own)
  },
  'U16: a timeline begins with the creation, only grows, and runs forward': (step) => {
    const wrong = step.changes.find((change) => !isTimelineRight(change, step.now))
    return broken(wrong != null, wrong)
  },
}

function isCancelledWithoutCall({ action, accepted, id }: Step, after: SeenPayment): boolean {
  const { cancelled, user_cancelled: byUser } = after.payment.status
  if (!cancelled && !byUser) return false
  const isNamed = action.do === 'cancel' || action.do === 'cancel as user'
  const isByAction = isNamed ? after.payment.identifier === id : isUserCreation(action)
  return !(accepted && isByAction)
}

/** `before` has the expiry at its own time, since that follows only from the facts. */
function isExpiryMisdated(before: Change['before'], after: SeenPayment): boolean {
  const [expected, shown] = [before?.timeline.at(-1), after.timeline.at(-1)]
  return expected?.event === 'expired' && shown?.event === 'expired' && shown.at !== expected.at
}

function isTimelineRight({ before, after }: Change, now: number): boolean {
  const times = after.timeline.map(({ at }) => Date.parse(at))
  const old = before?.timeline ?? [{ at: after.payment.created_at, event: 'created' }]
  return (
    isDeepStrictEqual(after.timeline.slice(0, old.length), old) &&
    times.every((at, index) => at >= (times[index - 1] ?? at) && at <= now)
  )
}

function eachPayment(isBroken: (payment: SeenPayment['payment']) => boolean) {
  return ({ changes }: Step) => {
    const wrong = changes.find(({ after }) => isBroken(after.payment))
    return broken(wrong != null, wrong)
  }
}

function eachTransition(
  isBroken: (change: { before: SeenPayment; after: SeenPayment }) => boolean,
) {
  return ({ changes }: Step) => {
    const wrong = changes.find(({ before, after }) => before != null && isBroken({ before, after }))
    return broken(wrong != null, wrong)
  }
}
