export const u2aStatuses = ['seen', 'approved', 'completed', 'aborted'] as const
export type U2aStatus = (typeof u2aStatuses)[number]

export type U2aAction = 'approve' | 'complete' | 'abort'

/**
 * A call that was sent to Pi. The transaction belongs to it: completing with another one is another call.
 * A bare `complete` is one whose transaction was not recorded.
 */
export type PendingCall = U2aAction | `complete:${string}`

/** The proxy's own record of a user-to-app payment. */
export type U2aPayment = {
  paymentId: string
  clientId: string
  /** Last state that Pi confirmed. */
  status: U2aStatus
  /** Sent to Pi, outcome unknown; each at most once. */
  pendingCalls: PendingCall[]
  txid: string | null
  createdAt: Date
  updatedAt: Date
}

/** What kind of call this is. */
export function actionOf(call: PendingCall): U2aAction {
  return call === 'approve' || call === 'abort' ? call : 'complete'
}

/** From which statuses a payment may move to this one. `completed` and `aborted` are final. */
export const earlierStatuses = {
  seen: [],
  approved: ['seen'],
  completed: ['seen', 'approved'],
  aborted: ['seen', 'approved'],
} as const satisfies Record<U2aStatus, readonly U2aStatus[]>
