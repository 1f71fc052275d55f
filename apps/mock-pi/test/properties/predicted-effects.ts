import { piOf } from './performed-action.ts'
import { openPaymentOf } from './expected-outcome.ts'
import { isLinking } from './expected-payout.ts'
import { isUserCreation } from './scenario.ts'
import { cancelledByPi, changed, isPayout, type SeenPayment } from './seen-world.ts'
import type { Step } from './step.ts'

/** The payments that an action changes, as they must look afterwards: facts, section 4. */
export function predictChanges(step: Step): SeenPayment[] {
  const { action, accepted, id, before, now } = step
  const named = before.get(id ?? '')
  const at = new Date(now).toISOString()
  if (named != null && isLinking(step)) {
    return [changed(linked(step, named, false), {}, { at, event: 'linked' })]
  }
  if (!accepted) return []
  if (named == null) return predictReplaced(step)
  switch (action.do) {
    case 'approve':
      return [changed(named, { developer_approved: true }, { at, event: 'approved' })]
    case 'pay':
      return [changed(paid(step, named), { transaction_verified: true }, { at, event: 'paid' })]
    case 'complete': {
      const verified = isPayout(named) ? linked(step, named, true) : named
      const flags = { transaction_verified: true, developer_completed: true }
      return [changed(verified, flags, { at, event: 'completed' })]
    }
    case 'cancel':
      return [changed(named, { cancelled: true }, { at, event: 'cancelled' })]
    case 'cancel as user':
      return [changed(named, { user_cancelled: true }, { at, event: 'cancelled_by_user' })]
    default:
      return []
  }
}

/** A new payment cancels the open one of the same user and app. */
function predictReplaced(step: Step): SeenPayment[] {
  const open = isUserCreation(step.action) ? openPaymentOf(step) : undefined
  return open == null ? [] : [cancelledByPi(open, step.now, 'replaced')]
}

/** Which hash the transaction of a user gets is the chain's affair. */
function paid({ after, cast, url }: Step, named: SeenPayment): SeenPayment {
  const txid = after.get(named.payment.identifier)?.payment.transaction?.txid ?? ''
  const payer = cast.users.find(({ username }) => username === named.username)
  const transaction = { txid, verified: true, _link: `${url}/transactions/${txid}` }
  const from_address = payer?.wallet_address ?? ''
  return { ...named, payment: { ...named.payment, from_address, transaction } }
}

/** The payment with the transaction that its server names. */
function linked({ txid = '', url }: Step, named: SeenPayment, verified: boolean): SeenPayment {
  const transaction = { txid, verified, _link: `${url}/transactions/${txid}` }
  return { ...named, payment: { ...named.payment, transaction } }
}

/** The payment that a creation begins, with nothing done to it yet. */
export function predictNew({ cast, id = '', now, spelling }: Step) {
  const { user, app, uid, terms, isPayout: isToUser } = cast.asked.get(id)!
  const isGuide = spelling === 'guide+wire'
  const at = new Date(now).toISOString()
  const { app_id, network, wallet_address } = cast.apps[app]!
  return {
    app_id,
    username: cast.users[user]!.username,
    payment: {
      identifier: id,
      user_uid: uid,
      ...(isGuide && { Pioneer_uid: uid }),
      amount: piOf(terms.stroops),
      memo: terms.memo,
      metadata: terms.metadata,
      from_address: isToUser ? wallet_address : '',
      to_address: isToUser ? cast.users[user]!.wallet_address : wallet_address,
      direction: isToUser ? 'app_to_user' : 'user_to_app',
      status: {
        developer_approved: isToUser,
        transaction_verified: false,
        developer_completed: false,
        cancelled: false,
        user_cancelled: false,
        ...(isGuide && { canceled: false, Pioneer_cancelled: false }),
      },
      transaction: null,
      created_at: at,
      network,
      split_recipients: null,
      token_canonical: null,
    },
    timeline: isToUser
      ? [
          { at, event: 'created' },
          { at, event: 'approved' },
        ]
      : [{ at, event: 'created' }],
  }
}
