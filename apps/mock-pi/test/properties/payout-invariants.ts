import { isDeepStrictEqual } from 'node:util'
import { findNamed, openPayoutsOf } from './expected-payout.ts'
import { isOpen, isPayout, type SeenPayment } from './seen-world.ts'
import { broken, type Change, type Invariants, type Step } from './step.ts'

/** What holds for the payments that an app makes to its users. */
export const payoutInvariants: Invariants = {
  'D1: until its completion an app-to-user payment does not show that money moved': (step) => {
    const told = step.changes.find(
      ({ before, after }) =>
        isPayout(after) &&
        after.payment.transaction != null &&
        before?.payment.transaction == null &&
        !isNamedByServer(step, after),
    )
    return broken(told != null, told)
  },
  'D2: a payment that is linked with a transaction that differs is stuck forever': ({
    changes,
  }) => {
    const freed = changes.find(({ before }) => before?.payment.transaction?.verified === false)
    return broken(freed != null, freed)
  },
  'D3: an open app-to-user payment blocks new ones as the setting says': (step) => {
    const { action, accepted, before, session, cast } = step
    if (action.do !== 'create payout' || !accepted) return undefined
    const open = openPayoutsOf(step, cast.apps[action.app]!.app_id, before)
    const inTheWay = {
      'per-app': open,
      'per-user': open.filter(({ payment }) => payment.user_uid === session!.uid),
      off: [],
    }[cast.settings.a2u_concurrency]
    return broken(inTheWay.length > 0, inTheWay)
  },
  'D4: the incomplete list is exactly the open app-to-user payments of the app': (step) => {
    const { action, response, after, cast } = step
    if (action.do !== 'list open') return undefined
    const open = openPayoutsOf(step, cast.apps[action.app]!.app_id, after)
    const expected = { incomplete_server_payments: open.map(({ payment }) => payment) }
    return broken(!isDeepStrictEqual(response.body, expected), { response, expected })
  },
  'D5: an app-to-user payment is approved from the beginning, and names both wallets': (step) => {
    const wrong = step.changes.find((change) => isPayout(change.after) && !isWhole(step, change))
    return broken(wrong != null, wrong)
  },
  'D6: an app-to-user payment ends once: a completed or cancelled one never changes': (step) => {
    const again = step.changes.find(
      ({ before, after }) => isPayout(after) && before != null && !isOpen(before),
    )
    return broken(again != null, again)
  },
}

/** Pi learns of a transaction from a completion that names one which a ledger has. */
function isNamedByServer(step: Step, { payment }: SeenPayment): boolean {
  return (
    step.action.do === 'complete' &&
    step.id === payment.identifier &&
    step.txid === payment.transaction?.txid &&
    findNamed(step) != null
  )
}

function isWhole({ cast }: Step, { after: { payment } }: Change): boolean {
  const { user, app } = cast.asked.get(payment.identifier)!
  return (
    payment.status.developer_approved &&
    payment.from_address === cast.apps[app]!.wallet_address &&
    payment.to_address === cast.users[user]!.wallet_address
  )
}
