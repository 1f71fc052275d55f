import { openPaymentOf } from './expected-outcome.ts'
import { piOf } from './perform-command.ts'
import { cancelledByPi, changed, type SeenPayment } from './seen-world.ts'
import type { Step } from './step.ts'

/** The payments that an accepted action changes, as they must look afterwards: facts, section 4. */
export function predictChanges(step: Step): SeenPayment[] {
  const { action, accepted, id, before, now } = step
  if (!accepted) return []
  const named = before.get(id ?? '')
  const at = new Date(now).toISOString()
  if (named == null) return predictReplaced(step)
  switch (action.do) {
    case 'approve':
      return [changed(named, { developer_approved: true }, { at, event: 'approved' })]
    case 'pay':
      return [changed(link(step, named), { transaction_verified: true }, { at, event: 'paid' })]
    case 'complete':
      return [changed(named, { developer_completed: true }, { at, event: 'completed' })]
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
  const open = step.action.do.startsWith('create') ? openPaymentOf(step) : undefined
  return open == null ? [] : [cancelledByPi(open, step.now, 'replaced')]
}

/** Which hash the transaction gets is the chain's affair. */
function link({ after, cast, url }: Step, named: SeenPayment): SeenPayment {
  const txid = after.get(named.payment.identifier)?.payment.transaction?.txid ?? ''
  const payer = cast.users.find(({ username }) => username === named.username)
  const transaction = { txid, verified: true, _link: `${url}/transactions/${txid}` }
  const from_address = payer?.wallet_address ?? null
  return { ...named, payment: { ...named.payment, from_address, transaction } }
}

/** The payment that a creation begins, with nothing done to it yet. */
export function predictNew({ cast, id = '', now, spelling }: Step) {
  const { user, app, uid, terms } = cast.asked.get(id)!
  const isGuide = spelling === 'guide+wire'
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
      from_address: null,
      to_address: wallet_address,
      direction: 'user_to_app',
      status: {
        developer_approved: false,
        transaction_verified: false,
        developer_completed: false,
        cancelled: false,
        user_cancelled: false,
        ...(isGuide && { canceled: false, Pioneer_cancelled: false }),
      },
      transaction: null,
      created_at: new Date(now).toISOString(),
      network,
      split_recipients: null,
      token_canonical: null,
    },
    timeline: [{ at: new Date(now).toISOString(), event: 'created' }],
  }
}

/** True when the chain has what the user agreed to pay, where `_link` leads and in its books. */
export function isOnChain({ id = '', after, cast, onChain, transaction }: Step): boolean {
  const { payment } = after.get(id)!
  const { user, app, terms } = cast.asked.get(id)!
  const txid = payment.transaction?.txid ?? ''
  const order = onChain.get(txid)
  const payer = cast.users[user]!.wallet_address
  const shown = (transaction?.body ?? {}) as Record<string, unknown>
  return (
    order?.memo === id &&
    order.amount === BigInt(terms.stroops) &&
    order.from === payer &&
    order.to === cast.apps[app]!.wallet_address &&
    order.network === payment.network &&
    shown['hash'] === txid &&
    shown['memo'] === id &&
    shown['memo_type'] === 'text' &&
    shown['source_account'] === payer
  )
}
