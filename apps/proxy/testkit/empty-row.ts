import type { Payout } from '../src/payouts/model/payout.ts'

/** What a row begins with beside the request. */
export const emptyRow = {
  cancelRequested: false,
  piId: null,
  toAddress: null,
  fromAddress: null,
  network: null,
  txid: null,
  ledger: null,
  failCode: null,
  heldReason: null,
  heldFrom: null,
  submitCode: null,
  expiryReads: 0,
  attempts: 0,
  lastPayment: null,
  keyId: null,
  paymentSeenAt: null,
  waitsFor: null,
  blockedBy: null,
  isAside: false,
  givesUpPayment: false,
} satisfies Partial<Payout>
