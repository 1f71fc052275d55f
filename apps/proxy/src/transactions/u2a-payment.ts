export const u2aStatuses = ['seen', 'approved', 'completed', 'aborted'] as const
export type U2aStatus = (typeof u2aStatuses)[number]

export const u2aActions = ['approve', 'complete', 'abort'] as const
export type U2aAction = (typeof u2aActions)[number]

/** The proxy's own record of a user-to-app payment. */
export type U2aPayment = {
  paymentId: string
  clientId: string
  /** Last state that Pi confirmed. */
  status: U2aStatus
  /** Sent to Pi, outcome unknown. */
  pendingAction: U2aAction | null
  txid: string | null
  createdAt: Date
  updatedAt: Date
}

/** From which statuses a payment may move to this one. `completed` and `aborted` are final. */
export const earlierStatuses = {
  seen: [],
  approved: ['seen'],
  completed: ['seen', 'approved'],
  aborted: ['seen', 'approved'],
} as const satisfies Record<U2aStatus, readonly U2aStatus[]>
