import type { OperationExamples } from '../build/document-source.ts'
import { appId, appWallet, uid, userWallet } from './identifiers.ts'
import { journalExamples } from './journal-examples.ts'
import { approvedPayment, createdPayment, paidPayment } from './payments.ts'
import { exampleUser } from './platform-examples.ts'
import { presetExamples } from './preset-examples.ts'

const running = { now: '2026-11-20T09:30:00.000Z', frozen: false, ahead_ms: 0 }
const frozen = { ...running, frozen: true }
const settings = {
  spelling: 'guide+wire',
  foreign_payment: 'not-found',
  u2a_pending: 'replace-unpaid',
  approval_timeout_ms: 60_000,
  a2u_concurrency: 'per-app',
  a2u_on_mainnet: false,
  a2u_verification_lag_ms: 0,
  chain: '2026-05' as const,
  ledger_close: 1000,
  ledger_inclusion: 'all',
  replica_lag_ledgers: 0,
  latest_ledger_header: true,
  refused_submission_status: 400,
  submit_timeout_ms: 30_000,
  stream_timeout_ms: 55_000,
  journal: 'apis' as const,
  token_lifetime_ms: 86_400_000,
  wallet: null,
}
const hash = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'
const ledger = {
  network: 'Pi Testnet',
  latest: {
    sequence: 42,
    closed_at: '2026-11-20T09:30:00.000Z',
    hash: 'd0c1f1a3c2ba2c0f0f7f9c2a3f4c2f1d7a4b0a6c9d5e8f1029384756fedcba98',
    successful_transactions: 1,
    failed_transactions: 0,
  },
  waiting: [],
  next_close_in_ms: 640,
  totals: {
    supply: '100000000000.0000000',
    balances: '99999999999.9900000',
    claimable: '0.0000000',
    fee_pool: '0.0100000',
    claimable_balances: 0,
    accounts: 4,
  },
}
const world = {
  name: 'default',
  worldId: '6fa459ea-ee8a-4ca4-894e-db77e160355e',
  network: 'Pi Testnet',
  clock: running,
  settings,
  apps: 1,
  users: 2,
  payments: 1,
}
const app = {
  app_id: appId,
  name: 'demo-app',
  network: 'Pi Testnet',
  api_key: `alohamock${'0123456789abcdefghijklmnopqrstuvwxyz'.repeat(2).slice(0, 55)}`,
  wallet_address: appWallet,
  wallet_seed: 'S… (56 characters)',
  origins: [],
  client_id: 'mB3kXq0ZrT8vYw5uJc2nLf7hPd1sGa9eVi4oRx6yKtE',
  redirect_uris: [],
}
const namedWorld = {
  name: 'worker-1',
  url: 'http://127.0.0.1:3141/w/worker-1',
  worldId: '0e2f3c1a-5c0b-4d5e-9b3a-6f7f7f1c2d3e',
  forked_from: null,
  app,
}
/** As much of it as an example needs. */
const snapshot = {
  format: 'aloha-pi mock snapshot',
  version: 1,
  network: 'Pi Testnet',
  seed: 'aloha',
  clock: { now: 1_795_167_000_000, frozen: true },
}
const user = { username: 'alice', wallet_address: userWallet, uids: { [appId]: uid } }

const fault = {
  id: 'fault-1',
  source: 'rule' as const,
  match: { operation: 'platform.payments.complete' },
  when: { first: 2 },
  effect: { type: 'lost-answer' as const },
  seen: 0,
  hits: 0,
}
const names = {
  operations: ['platform.payments.approve', 'platform.payments.complete', 'chain.submit'],
  effects: ['latency', 'lost-answer', 'timeout-delivered'],
}
const refused = {
  request_id: '0b8f9f5c-6a1e-4c43-8a34-1f0d6b7c9e55',
  at: '2026-11-20T09:30:21.000Z',
  method: 'POST',
  path: `/v2/payments/${createdPayment.identifier}/complete`,
  status: null,
  rule: 'fault/lost-answer',
}

const begun = { at: '2026-11-20T09:30:00.000Z', event: 'created' }
const approved = { at: '2026-11-20T09:30:01.000Z', event: 'approved' }
const ofAlice = { app_id: appId, username: 'alice' }
const created = { ...ofAlice, payment: createdPayment, timeline: [begun] }
const paid = {
  ...ofAlice,
  payment: paidPayment,
  timeline: [begun, approved, { at: '2026-11-20T09:30:20.000Z', event: 'paid' }],
}
const cancelled = {
  ...ofAlice,
  payment: { ...createdPayment, status: { ...createdPayment.status, user_cancelled: true } },
  timeline: [begun, { at: '2026-11-20T09:30:10.000Z', event: 'cancelled_by_user' }],
}

export const controlExamples = {
  world: { responses: { 200: world } },
  reset: { request: {}, responses: { 200: { ...world, payments: 0 } } },
  worlds: { responses: { 200: { worlds: [namedWorld] } } },
  createWorld: {
    request: { name: 'worker-1', settings: { ledger_close: 'instant' } },
    responses: { 201: namedWorld },
  },
  forkWorld: {
    parameters: { world: 'default' },
    request: { name: 'worker-1' },
    responses: { 201: { ...namedWorld, forked_from: 'default' } },
  },
  dropWorld: { parameters: { world: 'worker-1' }, request: {}, responses: { 200: namedWorld } },
  snapshot: { responses: { 200: snapshot } },
  restore: { request: snapshot, responses: { 200: world } },
  addSeedData: {
    request: {
      users: [{ username: 'alice', balance: 25 }],
      payments: [
        { user: 'alice', amount: 3.14, memo: 'Payment for product XYZ', state: 'created' },
      ],
    },
    responses: { 201: { apps: [], users: [user], payments: [created] } },
  },
  seedDataSchema: {
    responses: {
      200: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Seed data of mock-pi',
        type: 'object',
      },
    },
  },
  settings: {
    request: { spelling: 'wire' },
    responses: { 200: { ...settings, spelling: 'wire' } },
  },
  clock: { responses: { 200: running } },
  freezeClock: { request: {}, responses: { 200: frozen } },
  resumeClock: { request: {}, responses: { 200: running } },
  realClock: { request: {}, responses: { 200: running } },
  advanceClock: {
    request: { ms: 60_000 },
    responses: { 200: { ...running, now: '2026-11-20T09:31:00.000Z' } },
  },
  jumpClock: {
    request: { to: '2030-01-01T00:00:00.000Z' },
    responses: { 200: { ...running, now: '2030-01-01T00:00:00.000Z' } },
  },
  apps: { responses: { 200: { apps: [app] } } },
  createApp: {
    request: { name: 'worker-1' },
    responses: { 201: { ...app, app_id: 'worker-1-fedcba9876543210', name: 'worker-1' } },
  },
  changeApp: {
    request: { origins: ['https://app.example'] },
    responses: { 200: { ...app, origins: ['https://app.example'] } },
  },
  users: { responses: { 200: { users: [user] } } },
  createUser: {
    request: { username: 'carol', wallet: false },
    responses: { 201: { ...user, username: 'carol', wallet_address: null } },
  },
  signIn: {
    request: { username: 'alice', scopes: ['username', 'payments', 'wallet_address'] },
    responses: {
      200: { access_token: 'mFqPhrkJ5ZzW8yT1c0cXbQ3o7uVdN2sLxR4aGeY6iKw', user: exampleUser },
    },
  },
  revoke: { request: { app_id: appId }, responses: { 200: user } },
  payments: {
    parameters: { limit: 20 },
    responses: {
      200: {
        payments: [{ ...ofAlice, payment: approvedPayment, timeline: [begun, approved] }],
        next: null,
      },
    },
  },
  createPayment: {
    request: { username: 'alice', amount: 3.14, memo: 'Payment for product XYZ' },
    responses: { 201: created },
  },
  payPayment: { request: {}, responses: { 200: paid } },
  cancelPayment: { request: {}, responses: { 200: cancelled } },
  sdkReports: {
    responses: {
      200: {
        reports: [
          {
            at: '2026-11-20T09:30:00.120Z',
            app_id: appId,
            payment_id: createdPayment.identifier,
            kind: 'callback',
            name: 'onReadyForServerApproval',
            detail: null,
          },
        ],
      },
    },
  },
  ledger: { responses: { 200: { ...ledger, waiting: [hash] } } },
  closeLedger: { request: { count: 1 }, responses: { 200: ledger } },
  fundAccount: {
    request: { address: userWallet, amount: 25 },
    responses: {
      200: {
        address: userWallet,
        created: false,
        balance: '10025.0000000',
        txid: hash,
        ledger: 43,
      },
    },
  },
  issueAsset: {
    request: { address: userWallet, code: 'TEST', amount: 25 },
    responses: {
      200: {
        address: userWallet,
        asset_code: 'TEST',
        asset_issuer: appWallet,
        balance: '25.0000000',
        txid: hash,
        ledger: 43,
      },
    },
  },
  faults: { responses: { 200: { faults: [{ ...fault, seen: 1, hits: 1 }], held: 0, ...names } } },
  addFault: {
    request: { match: fault.match, when: fault.when, effect: fault.effect },
    responses: { 201: fault },
  },
  clearFaults: { request: {}, responses: { 200: { faults: [], held: 0, ...names } } },
  removeFault: { request: {}, responses: { 200: { ...fault, seen: 2, hits: 2 } } },
  refusals: { responses: { 200: { refusals: [refused] } } },
  explain: {
    responses: {
      200: {
        ...refused,
        happened:
          'The request took effect. Then the mock reset the connection, and no response was sent.',
        why: 'The rule fault-1 ordered it. GET /_mock/faults shows it.',
        pi: {
          known:
            'Connections break everywhere. Apps that repeated their three calls after one have paid users twice.',
          level: 'inferred',
          source: 'pi-apps/pi-nodejs issues 25 and 26',
        },
        next: ['Read before you repeat: GET /v2/payments/ID.'],
        fault: 'fault-1',
      },
    },
  },
  ...journalExamples,
  ...presetExamples,
  createAd: {
    request: { mediator_ack_status: 'granted' },
    responses: {
      201: {
        identifier: 'ad-5f0c2b7e91d4',
        mediator_ack_status: 'granted',
        mediator_granted_at: '2026-11-20T09:30:00.000Z',
        mediator_revoked_at: null,
      },
    },
  },
} satisfies Record<string, OperationExamples>
