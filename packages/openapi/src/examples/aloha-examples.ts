import type { PayoutRow, U2aRow } from '@aloha-pi/contracts/aloha'
import type { OperationExamples } from '../build/document-source.ts'
import { paymentId, payoutId, txid, uid } from './identifiers.ts'
import {
  approvedPayment,
  cancelledPayment,
  cancelledPayout,
  completedPayment,
  completedPayout,
  openPayout,
  paidPayment,
  requestedPayment,
} from './payments.ts'

const approvedRow: U2aRow = {
  payment_id: paymentId,
  status: 'approved',
  pending_actions: [],
  txid: null,
  created_at: '2026-11-20T09:30:01.000Z',
  updated_at: '2026-11-20T09:30:01.250Z',
}
const completedRow: U2aRow = {
  ...approvedRow,
  status: 'completed',
  txid,
  updated_at: '2026-11-20T09:30:21.400Z',
}
const abortedRow: U2aRow = { ...approvedRow, status: 'aborted' }

const payoutInWork: PayoutRow = {
  payout_id: payoutId,
  payment_id: paymentId,
  status: 'processing',
  cancel_requested: false,
  uid,
  amount: '3.1400000',
  txid: null,
  fail_code: null,
  waits_for: 'ledger',
  created_at: '2026-11-20T09:30:00.000Z',
  updated_at: '2026-11-20T09:30:00.600Z',
}
const completedPayoutRow: PayoutRow = {
  ...payoutInWork,
  status: 'completed',
  txid,
  waits_for: null,
}

function u2aResponse(action: string, piResData: unknown, operation: string, row: U2aRow) {
  const sbResData = { table: 'u2a_payment', operation, row }
  return { success: true, action, direction: 'u2a', piResData, sbResData }
}
function a2uResponse(action: string, piResData: unknown, operation: string, row: PayoutRow) {
  const sbResData = { table: 'payout', operation, row }
  return { success: true, action, direction: 'a2u', piResData, sbResData }
}

const completed = { 200: u2aResponse('complete', completedPayment, 'update', completedRow) }

export const alohaExamples = {
  'u2a.approve': {
    request: {},
    responses: { 200: u2aResponse('approve', approvedPayment, 'insert', approvedRow) },
  },
  'u2a.complete': { request: { txid }, responses: completed },
  'u2a.completeWithPiTxId': { request: {}, responses: completed },
  'u2a.abort': {
    request: {},
    responses: { 200: u2aResponse('abort', cancelledPayment, 'update', abortedRow) },
  },
  'u2a.details': {
    responses: { 200: u2aResponse('details', paidPayment, 'select', approvedRow) },
  },
  'a2u.create': {
    request: { payment: { ...requestedPayment, uid } },
    responses: {
      200: a2uResponse('create', completedPayout, 'insert', completedPayoutRow),
      202: a2uResponse('create', openPayout, 'insert', payoutInWork),
    },
  },
  'a2u.incomplete': {
    parameters: { limit: 20, cursor: payoutInWork.payout_id },
    responses: {
      200: {
        success: true,
        action: 'incomplete',
        direction: 'a2u',
        piResData: { incomplete_server_payments: [openPayout] },
        sbResData: {
          table: 'payout',
          operation: 'select',
          rows: [payoutInWork],
          next_cursor: null,
        },
      },
    },
  },
  'a2u.cancel': {
    request: {},
    responses: {
      200: a2uResponse('cancel', cancelledPayout, 'update', {
        ...payoutInWork,
        status: 'cancelled',
        cancel_requested: true,
      }),
      202: a2uResponse('cancel', openPayout, 'update', { ...payoutInWork, cancel_requested: true }),
    },
  },
  'a2u.details': {
    responses: { 200: a2uResponse('details', completedPayout, 'select', completedPayoutRow) },
  },
} satisfies Record<string, OperationExamples>
