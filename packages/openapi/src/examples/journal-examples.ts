import type { OperationExamples } from '../build/document-source.ts'
import { appId, paymentId } from './identifiers.ts'

const validated = { result: 'passed', message: null }
const entry = {
  id: 1,
  request_id: '0b8f9f5c-6a1e-4c43-8a34-1f0d6b7c9e55',
  at: '2026-11-20T09:30:00.000Z',
  duration_ms: 1.4,
  api: 'platform',
  operation: 'payments.approve',
  method: 'POST',
  path: `/v2/payments/${paymentId}/approve`,
  query: null,
  app_id: appId,
  payment_id: paymentId,
  request: {
    headers: { host: '127.0.0.1:3141', 'content-type': 'application/json' },
    credential: 'key',
    body: {},
    body_bytes: 2,
    body_cut: false,
  },
  response: {
    status: 404,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: { error: 'payment_not_found', error_message: `No payment ${paymentId}` },
    body_bytes: 84,
    body_cut: false,
  },
  validation: validated,
  rule: 'payment/not_found',
  fault: null,
  near: [],
  replay_of: null,
}
const filter = {
  api: 'platform',
  operation: 'payments.approve',
  method: 'POST',
  path: `/v2/payments/${paymentId}/*`,
  status: '404',
  since: 0,
}
const found = { entries: [entry], total: 1 }

export const journalExamples = {
  journal: { parameters: { ...filter, limit: 20 }, responses: { 200: found } },
  waitForRequests: {
    parameters: { ...filter, count: 1, wait_ms: 5000 },
    responses: { 200: { ...found, met: true } },
  },
  clearJournal: { request: {}, responses: { 200: { cleared: 12 } } },
  replayRequest: {
    parameters: { entry_id: '1' },
    request: {},
    responses: {
      200: {
        ...entry,
        id: 2,
        request_id: '4c1e7a52-08d3-4f0e-9b7a-5d2c3e6f8a10',
        replay_of: 1,
      },
    },
  },
  events: {
    parameters: { kinds: 'clock' },
    responses: {
      200: 'event: clock\ndata: {"kind":"clock","clock":{"now":"2026-11-20T09:30:00.000Z","frozen":true,"ahead_ms":0}}\n\n',
    },
  },
} satisfies Record<string, OperationExamples>
