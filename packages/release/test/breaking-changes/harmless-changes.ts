import {
  complete,
  createPayout,
  ledgers,
  newPayment,
  text,
  type DocumentName,
} from './documents.ts'
import { add, addField, all, drop, put, schema, type Edit } from './edit.ts'

/** Changes that no program of a client notices. */
export const harmlessChanges: [DocumentName, string, Edit][] = [
  ['platform', 'nothing', all()],
  ['platform', 'an optional field in a request', addField(newPayment, 'reference', text, false)],
  [
    'platform',
    'a required field of a request that becomes optional',
    drop([...newPayment, 'required'], 'memo'),
  ],
  [
    'platform',
    'a request that takes one type more',
    put([...newPayment, 'properties', 'memo', 'type'], ['string', 'null']),
  ],
  [
    'platform',
    'a longer list in a request',
    put(schema('NotifyRequest', 'properties', 'notifications', 'maxItems'), 500),
  ],
  [
    'chain',
    'a query parameter that takes one value more',
    add([...ledgers, 'parameters', 1, 'schema', 'enum'], 'random'),
  ],
  [
    'platform',
    'a request body that may be left out',
    put([...complete, 'requestBody', 'required'], false),
  ],
  [
    'platform',
    'one content type more for a request',
    put([...complete, 'requestBody', 'content', 'text/plain'], { schema: text }),
  ],
  [
    'platform',
    'an optional query parameter',
    add([...complete, 'parameters'], { name: 'v', in: 'query', required: false, schema: text }),
  ],
  ['platform', 'a field in a response', addField(schema('Payment'), 'note', text, true)],
  [
    'platform',
    'an optional field of a response that is always present',
    add(schema('Payment', 'required'), 'Pioneer_uid'),
  ],
  ['platform', 'one value less in a response', drop(schema('Network', 'enum'), 'Pi Testnet')],
  [
    'platform',
    'no longer null in a response',
    put(schema('User', 'properties', 'wallet_address', 'type'), 'string'),
  ],
  [
    'platform',
    'an integer where a response had a number',
    put(schema('Payment', 'properties', 'amount', 'type'), 'integer'),
  ],
  [
    'platform',
    'one more refusal',
    put([...complete, 'responses', '418'], { description: 'Teapot' }),
  ],
  [
    'platform',
    'one more error code',
    add([...complete, 'responses', '404', 'x-evidence'], { code: 'not_here' }),
  ],
  ['aloha', 'a key that may be left out', put([...createPayout, 'security'], [{ apiKey: [] }, {}])],
  [
    'platform',
    'a new operation',
    put(['paths', '/v2/payments', 'get'], { operationId: 'payments.list', responses: {} }),
  ],
  ['platform', 'another description', put(schema('Payment', 'description'), 'Something else')],
  ['platform', 'a deprecation', put(schema('Payment', 'properties', 'memo', 'deprecated'), true)],
  [
    'platform',
    'another example',
    put([...complete, 'requestBody', 'content', 'application/json', 'example'], {}),
  ],
  [
    'platform',
    'other evidence of an operation',
    put([...complete, 'x-evidence'], { level: 'assumed' }),
  ],
  [
    'platform',
    'a schema without its own name',
    put(schema('CompletePaymentRequest', 'properties', 'txid'), {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
    }),
  ],
  [
    'platform',
    'the same pattern without an escaped slash, and beside others',
    put(schema('Notification', 'properties', 'subroute'), {
      type: 'string',
      allOf: [{ pattern: '^\\/' }],
    }),
  ],
  ['aloha', 'one pattern less in a request', put(schema('IdempotencyKey', 'pattern'), undefined)],
  [
    'platform',
    'the same types in another order',
    put(schema('LenientPiAmount', 'type'), ['string', 'number']),
  ],
]
