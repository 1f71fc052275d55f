import type { Payment } from '@aloha-pi/contracts/platform'
import type { ShownState } from '../model/case.ts'
import { differences } from '../model/match.ts'

const fresh = {
  developer_approved: false,
  transaction_verified: false,
  developer_completed: false,
  cancelled: false,
  user_cancelled: false,
}
const paid = { ...fresh, developer_approved: true, transaction_verified: true }

/** By hand, from what Pi's documents and captures say of each state. */
const states: Record<
  ShownState,
  { status: object; transaction: 'none' | 'verified' | 'unverified' }
> = {
  created: { status: fresh, transaction: 'none' },
  approved: { status: { ...fresh, developer_approved: true }, transaction: 'none' },
  paid: { status: paid, transaction: 'verified' },
  completed: { status: { ...paid, developer_completed: true }, transaction: 'verified' },
  cancelled: {
    status: { cancelled: true, developer_completed: false, user_cancelled: false },
    transaction: 'none',
  },
  // Whether `cancelled` is true beside it, no source shows.
  'cancelled-by-user': {
    status: { user_cancelled: true, developer_completed: false },
    transaction: 'none',
  },
  linked: { status: { ...fresh, developer_approved: true }, transaction: 'unverified' },
}

/** What of the payment does not show this state. */
export function stateDifferences(state: ShownState, payment: Payment): string[] {
  const { status, transaction } = states[state]
  const wanted = {
    status,
    transaction: transaction === 'none' ? null : { verified: transaction === 'verified' },
  }
  return differences(wanted, payment, 'payment').map(
    (difference) => `${difference}: it must be ${state}`,
  )
}
