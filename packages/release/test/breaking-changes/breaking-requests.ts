import {
  complete,
  completeU2a,
  createPayout,
  details,
  ledgers,
  newPayment,
  text,
  type DocumentName,
} from './documents.ts'
import { add, addField, drop, put, rename, schema, type Edit } from './edit.ts'

export type Planted = [DocumentName, string, Edit, string]

/** Changes of what a client sends that break, each with the sentence that must be among those about it. */
export const breakingRequests: Planted[] = [
  // What a client sends.
  [
    'platform',
    'a field of a request is renamed',
    rename(schema('CompletePaymentRequest'), 'txid', 'transaction'),
    'platform, POST /v2/payments/{paymentId}/complete: request body, field "txid" is gone (rule: field removed)',
  ],
  [
    'platform',
    'a request needs a new field',
    addField(newPayment, 'reference', text, true),
    'platform, POST /v2/payments: request body, field "payment.reference" is new and required (rule: required field added)',
  ],
  [
    'aloha',
    'an optional field of a request becomes required',
    put(schema('CompleteU2aRequest', 'required'), ['txid']),
    'aloha, POST /v1/transaction/u2a/complete/{piPayId}: request body, field "txid" is now required (rule: required)',
  ],
  [
    'platform',
    'a request takes one type less',
    put(schema('LenientPiAmount', 'type'), 'number'),
    'platform, POST /v2/payments: request body, field "payment.amount" can no longer be string (rule: type)',
  ],
  [
    'platform',
    'a request takes another type',
    put([...newPayment, 'properties', 'memo', 'type'], 'number'),
    'platform, POST /v2/payments: request body, field "payment.memo" can no longer be string (rule: type)',
  ],
  [
    'platform',
    'a text of a request gets a pattern',
    put([...newPayment, 'properties', 'memo', 'pattern'], '^x'),
    'platform, POST /v2/payments: request body, field "payment.memo" now has pattern "^x" (rule: pattern)',
  ],
  [
    'platform',
    'the pattern of an identifier is another one',
    put(schema('PaymentId', 'pattern'), '^[0-9]+$'),
    'platform, GET /v2/payments/{paymentId}: path parameter "paymentId" has pattern "^[0-9]+$" instead of "^[A-Za-z0-9_-]{1,64}$" (rule: pattern)',
  ],
  [
    'aloha',
    'a text of a request must be shorter',
    put(
      schema('CreatePayoutRequest', 'properties', 'payment', 'properties', 'memo', 'maxLength'),
      28,
    ),
    'aloha, POST /v1/transaction/a2u/create: request body, field "payment.memo" has maxLength 28 instead of 255 (rule: maxLength)',
  ],
  [
    'aloha',
    'a number of a request must be larger',
    put(schema('PiAmount', 'exclusiveMinimum'), 1),
    'aloha, POST /v1/transaction/a2u/create: request body, field "payment.amount" has exclusiveMinimum 1 instead of 0 (rule: exclusiveMinimum)',
  ],
  [
    'platform',
    'a list of a request must be shorter',
    put(schema('NotifyRequest', 'properties', 'notifications', 'maxItems'), 50),
    'platform, POST /v2/in_app_notifications/notify: request body, field "notifications" has maxItems 50 instead of 256 (rule: maxItems)',
  ],
  [
    'platform',
    'the items of a list in a request need a new field',
    addField(schema('Notification'), 'icon', text, true),
    'platform, POST /v2/in_app_notifications/notify: request body, field "notifications[].icon" is new and required (rule: required field added)',
  ],
  [
    'platform',
    'a request no longer accepts other fields',
    put(schema('CompletePaymentRequest', 'additionalProperties'), false),
    'platform, POST /v2/payments/{paymentId}/complete: request body can no longer have other fields (rule: additionalProperties)',
  ],
  [
    'aloha',
    'a header has to fit one pattern more',
    add(schema('IdempotencyKey', 'allOf'), { maxLength: 64 }),
    'aloha, POST /v1/transaction/a2u/create: header parameter "idempotency-key" now has maxLength 64 (rule: maxLength)',
  ],
  [
    'aloha',
    'a header becomes required',
    put([...createPayout, 'parameters', 0, 'required'], true),
    'aloha, POST /v1/transaction/a2u/create: header parameter "idempotency-key" is now required (rule: parameter required)',
  ],
  [
    'platform',
    'a query parameter is new and required',
    add([...complete, 'parameters'], { name: 'v', in: 'query', required: true, schema: text }),
    'platform, POST /v2/payments/{paymentId}/complete: query parameter "v" is new and required (rule: parameter required)',
  ],
  [
    'chain',
    'a query parameter is gone',
    put([...ledgers, 'parameters'], []),
    'chain, GET /ledgers: query parameter "order" is gone (rule: parameter removed)',
  ],
  [
    'chain',
    'a query parameter takes one value less',
    drop([...ledgers, 'parameters', 1, 'schema', 'enum'], 'desc'),
    'chain, GET /ledgers: query parameter "order" can no longer be "desc" (rule: enum)',
  ],
  [
    'aloha',
    'a request body becomes required',
    put([...completeU2a, 'requestBody', 'required'], true),
    'aloha, POST /v1/transaction/u2a/complete/{piPayId}: request body is now required (rule: body required)',
  ],
  [
    'platform',
    'a request no longer has a body',
    put([...complete, 'requestBody'], undefined),
    'platform, POST /v2/payments/{paymentId}/complete: request body is gone (rule: body removed)',
  ],
  [
    'platform',
    'a request has another content type',
    put([...complete, 'requestBody', 'content'], { 'text/plain': { schema: text } }),
    'platform, POST /v2/payments/{paymentId}/complete: request body is no longer application/json (rule: content type)',
  ],
  [
    'aloha',
    'an open operation asks for a key',
    put([...details, 'security'], [{ apiKey: [] }]),
    'aloha, GET /v1/transaction/u2a/details/{piPayId}: its credential is another one (rule: security)',
  ],
  [
    'platform',
    'the key goes into another header',
    put(['components', 'securitySchemes', 'serverKey', 'name'], 'X-Key'),
    'platform, POST /v2/payments: its credential is another one (rule: security)',
  ],
]
