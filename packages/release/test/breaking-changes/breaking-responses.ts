import { complete, create, text } from './documents.ts'
import { add, drop, put, rename, schema } from './edit.ts'
import type { Planted } from './breaking-requests.ts'

/** The same for what a client gets, and for the operation itself. */
export const breakingResponses: Planted[] = [
  // What a client gets.
  [
    'platform',
    'a field of a response is renamed',
    rename(schema('PaymentStatus'), 'cancelled', 'canceled_at'),
    'platform, GET /v2/payments/{paymentId}: response 200, field "status.cancelled" is gone (rule: field removed)',
  ],
  [
    'platform',
    'a field of a response may be missing',
    drop(schema('Payment', 'required'), 'memo'),
    'platform, POST /v2/payments: response 200, field "memo" is no longer always present (rule: required)',
  ],
  [
    'platform',
    'a response holds a new value',
    add(schema('Network', 'enum'), 'Pi Devnet'),
    'platform, POST /v2/payments: response 200, field "network" can now be "Pi Devnet" (rule: enum)',
  ],
  [
    'aloha',
    'a response holds a second value beside the only one',
    put(schema('U2aApproveSuccess', 'properties', 'action'), {
      enum: ['approve', 'accept'],
      type: 'string',
    }),
    'aloha, POST /v1/transaction/u2a/approve/{piPayId}: response 200, field "action" can now be "accept" (rule: enum)',
  ],
  [
    'platform',
    'any text where a response had one of a few',
    put(schema('Network', 'enum'), undefined),
    'platform, POST /v2/payments: response 200, field "network" can now be another value than "Pi Network" or "Pi Testnet" (rule: enum)',
  ],
  [
    'platform',
    'a response may hold null',
    put(schema('Payment', 'properties', 'amount', 'type'), ['number', 'null']),
    'platform, POST /v2/payments: response 200, field "amount" can now be null (rule: type)',
  ],
  [
    'platform',
    'a response may hold null instead of another schema',
    put(schema('Payment', 'properties', 'status'), {
      anyOf: [{ $ref: '#/components/schemas/PaymentStatus' }, { type: 'null' }],
    }),
    'platform, POST /v2/payments: response 200, field "status" can now be "null" (rule: alternative)',
  ],
  [
    'platform',
    'a number of a response becomes text',
    put(schema('Payment', 'properties', 'amount', 'type'), 'string'),
    'platform, POST /v2/payments: response 200, field "amount" can now be string (rule: type)',
  ],
  [
    'platform',
    'an identifier in a response no longer has a form',
    put(schema('Txid', 'pattern'), undefined),
    'platform, POST /v2/payments: response 200, field "transaction.txid" no longer has pattern (rule: pattern)',
  ],
  [
    'platform',
    'the items of a list in a response lose a field',
    put(schema('Payment', 'properties', 'identifier'), undefined),
    'platform, GET /v2/payments/incomplete_server_payments: response 200, field "incomplete_server_payments[].identifier" is gone (rule: field removed)',
  ],
  [
    'platform',
    'a response has another content type',
    put([...complete, 'responses', '200', 'content'], { 'text/plain': { schema: text } }),
    'platform, POST /v2/payments/{paymentId}/complete: response 200 can now be text/plain (rule: content type)',
  ],
  [
    'platform',
    'a refusal is no longer declared',
    put([...complete, 'responses', '404'], undefined),
    'platform, POST /v2/payments/{paymentId}/complete: response 404 is gone (rule: status removed)',
  ],
  [
    'platform',
    'a success of another status',
    put([...complete, 'responses', '202'], { description: 'Accepted' }),
    'platform, POST /v2/payments/{paymentId}/complete: response 202 is new (rule: success added)',
  ],
  [
    'platform',
    'an error code is gone',
    put([...complete, 'responses', '404', 'x-evidence'], []),
    'platform, POST /v2/payments/{paymentId}/complete: response 404 no longer carries the error payment_not_found (rule: error removed)',
  ],
  // The operation itself.
  [
    'platform',
    'a path is gone',
    put(['paths', '/v2/payments/{paymentId}/complete'], undefined),
    'platform, POST /v2/payments/{paymentId}/complete is gone (rule: operation removed)',
  ],
  [
    'platform',
    'a method is gone',
    put(create, undefined),
    'platform, POST /v2/payments is gone (rule: operation removed)',
  ],
  [
    'platform',
    'an operation has another name',
    put([...create, 'operationId'], 'payments.make'),
    'platform, POST /v2/payments: its name is payments.make instead of payments.create (rule: operationId)',
  ],
]
