import type { OperationExamples } from '../build/document-source.ts'
import { appId, userWallet } from './identifiers.ts'
import { approvedPayment, createdPayment, paidPayment } from './payments.ts'
import { exampleUser } from './platform-examples.ts'

const clock = { now: '2026-11-20T09:30:00.000Z', frozen: false }
const user = {
  username: 'alice',
  wallet_address: userWallet,
  balance: '10000.0000000',
  granted_scopes: ['username', 'payments', 'wallet_address', 'platform'],
}

const begun = { at: '2026-11-20T09:30:00.000Z', event: 'created' }
const called = {
  at: '2026-11-20T09:30:00.120Z',
  event: 'sdk callback onReadyForServerApproval',
}
const approved = { at: '2026-11-20T09:30:01.000Z', event: 'approved' }
const shown = {
  app_id: appId,
  username: 'alice',
  approve_by: '2026-11-20T09:31:00.000Z',
  fee: '0.0100000',
  balance: '10000.0000000',
}

export const walletExamples = {
  state: {
    responses: {
      200: {
        world_id: '6fa459ea-ee8a-4ca4-894e-db77e160355e',
        clock,
        app: { app_id: appId, name: 'demo-app', network: 'Pi Testnet' },
        autopilot: null,
        approval_timeout_ms: 60_000,
      },
    },
  },
  clock: {
    parameters: { until: '2026-11-20T09:30:10.000Z', wait_ms: 10_000 },
    responses: { 200: { ...clock, now: '2026-11-20T09:30:10.000Z' } },
  },
  users: { responses: { 200: { users: [user] } } },
  createUser: {
    request: { username: 'carol' },
    responses: { 201: { ...user, username: 'carol', granted_scopes: [] } },
  },
  signIn: {
    request: { username: 'alice', scopes: ['username', 'payments', 'wallet_address'] },
    responses: {
      200: { access_token: 'mFqPhrkJ5ZzW8yT1c0cXbQ3o7uVdN2sLxR4aGeY6iKw', user: exampleUser },
    },
  },
  payment: {
    parameters: { since: 2, wait_ms: 25_000 },
    responses: {
      200: {
        ...shown,
        payment: approvedPayment,
        timeline: [begun, called, approved],
        version: 3,
      },
    },
  },
  payPayment: {
    request: {},
    responses: {
      200: {
        ...shown,
        payment: paidPayment,
        balance: '9996.8500000',
        timeline: [begun, called, approved, { at: '2026-11-20T09:30:20.000Z', event: 'paid' }],
        version: 4,
      },
    },
  },
  cancelPayment: {
    request: {},
    responses: {
      200: {
        ...shown,
        payment: { ...createdPayment, status: { ...createdPayment.status, user_cancelled: true } },
        timeline: [begun, called, { at: '2026-11-20T09:30:10.000Z', event: 'cancelled_by_user' }],
        version: 3,
      },
    },
  },
  report: {
    request: { kind: 'callback', name: 'onReadyForServerApproval' },
    responses: { 201: {} },
  },
} satisfies Record<string, OperationExamples>
