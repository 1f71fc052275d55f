import { expect, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { createRequestJudge } from '../src/judge-request.ts'

const judges = {
  platform: createRequestJudge(await readDocument('platform')),
  chain: createRequestJudge(await readDocument('chain')),
  aloha: createRequestJudge(await readDocument('aloha')),
}
const txid = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'
const complete = '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m/complete'
const key = { authorization: 'Key k' }
const bearer = { authorization: 'Bearer k' }
const json = { ...key, 'content-type': 'application/json' }
const form = { ...key, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
const part = '--b\r\ncontent-disposition: form-data; name="tx"\r\n\r\nAAAA\r\n--b--\r\n'

type Sent = { headers?: Record<string, string>; body?: string }

function judge(api: keyof typeof judges, route: string, { headers = {}, body }: Sent) {
  const [method = '', path = ''] = route.split(' ')
  const bytes = body == null ? undefined : Buffer.from(body)
  return judges[api]({ method, path, headers, body: bytes })
}

test.each<[string, keyof typeof judges, string, Sent]>([
  ['JSON', 'platform', `POST ${complete}`, { headers: json, body: JSON.stringify({ txid }) }],
  ['a form', 'platform', `POST ${complete}`, { headers: form, body: `txid=${txid}` }],
  ['a form in parts', 'chain', 'POST /transactions', { headers: multipart, body: part }],
  ['a query', 'chain', 'POST /transactions?tx=AAAA', {}],
  ['a number in the query', 'chain', 'GET /ledgers?limit=5&order=asc', {}],
  ['a header', 'aloha', 'GET /v1/transaction/a2u/incomplete?limit=1', { headers: bearer }],
  ['no key where none is needed', 'aloha', 'GET /v1/transaction/u2a/details/p1', {}],
])('%s is allowed', async (_, api, route, sent) => {
  expect(await judge(api, route, sent)).toEqual([])
})

const uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const payout = JSON.stringify({ payment: { amount: 1, memo: 'm', metadata: { a: 1 }, uid } })
const create = 'POST /v1/transaction/a2u/create'

test.each<[string, keyof typeof judges, string, Sent]>([
  ['is no operation', 'platform', 'PUT /v2/me', { headers: bearer }],
  ['is no operation', 'platform', 'GET /v3/me', { headers: bearer }],
  ['path parameter paymentId: ', 'platform', 'GET /v2/payments/a%20b', { headers: key }],
  ['query parameter limit: ', 'chain', 'GET /ledgers?limit=201', {}],
  ['query parameter limit: ', 'chain', 'GET /ledgers?limit=x', {}],
  ['query parameter page is new', 'chain', 'GET /ledgers?page=2', {}],
  [
    'header parameter Idempotency-Key: ',
    'aloha',
    create,
    { headers: { ...json, ...bearer, 'idempotency-key': 'ä' }, body: payout },
  ],
  ['its credential is not serverKey', 'platform', 'GET /v2/payments/p1', { headers: bearer }],
  ['its credential is not accessToken', 'platform', 'GET /v2/me', { headers: key }],
  ['its credential is not apiKey', 'aloha', 'GET /v1/transaction/a2u/incomplete', {}],
  ['there is no body', 'platform', `POST ${complete}`, { headers: json }],
  ['there is a body', 'platform', 'GET /v2/payments/p1', { headers: json, body: '{}' }],
  [
    'its content type is text/plain',
    'platform',
    `POST ${complete}`,
    { headers: { ...key, 'content-type': 'text/plain' }, body: txid },
  ],
  ['body: ', 'platform', `POST ${complete}`, { headers: json, body: '{"txid":"x"}' }],
  ['body: ', 'platform', `POST ${complete}`, { headers: form, body: 'tx=1' }],
])('%s… is found', async (fault, api, route, sent) => {
  expect(await judge(api, route, sent)).toEqual([expect.stringContaining(fault)])
})
