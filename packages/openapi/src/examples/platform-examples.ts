import type { OperationExamples } from '../build/document-source.ts'
import { appId, txid, uid, userWallet } from './identifiers.ts'
import {
  approvedPayment,
  cancelledPayment,
  completedPayment,
  createdPayment,
  openPayout,
  paidPayment,
  requestedPayment,
} from './payments.ts'

export const exampleUser = {
  uid,
  username: 'alice',
  app_id: appId,
  credentials: {
    scopes: ['username', 'payments', 'wallet_address', 'platform'],
    valid_until: { timestamp: 1_795_339_800, iso8601: '2026-11-22T09:30:00Z' },
  },
  receiving_email: false,
  wallet_address: userWallet,
}

const notification = {
  title: 'Your order is on its way',
  body: 'Order 12345 leaves the shop today.',
  user_uid: uid,
  subroute: '/orders/12345',
}

export const platformExamples = {
  'me.get': { responses: { 200: exampleUser } },
  'sdk.createUserPayment': {
    request: requestedPayment,
    responses: { 200: createdPayment },
  },
  'sdk.incompletePayment': { responses: { 200: { exists: true, payment: paidPayment } } },
  'payments.create': {
    request: { payment: { ...requestedPayment, uid } },
    responses: { 200: openPayout },
  },
  'payments.incomplete': { responses: { 200: { incomplete_server_payments: [openPayout] } } },
  'payments.get': { responses: { 200: completedPayment } },
  'payments.approve': { responses: { 200: approvedPayment } },
  'payments.complete': { request: { txid }, responses: { 200: completedPayment } },
  'payments.cancel': { responses: { 200: cancelledPayment } },
  'ads.status': {
    responses: {
      200: {
        identifier: 'ad-5f0c2b7e91d4',
        mediator_ack_status: 'granted',
        mediator_granted_at: '2026-11-20T09:30:00.000Z',
        mediator_revoked_at: null,
      },
    },
  },
  'notifications.notify': {
    request: { notifications: [notification] },
    responses: {
      201: {
        success: true,
        delivered_notifications: [{ id: '1', ...notification, seen_at: null, dismissed_at: null }],
      },
    },
  },
} satisfies Record<string, OperationExamples>
