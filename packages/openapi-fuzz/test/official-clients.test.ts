import { wireExchanges } from '@aloha-pi/contracts/fixtures'
import { startMockPi, type MockPi } from '@aloha-pi/mock-pi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillRequest, readClients, type ClientRequest } from '../src/client-requests.ts'
import { DOCUMENTS, readDocument, type DocumentName } from '../src/document.ts'
import { findOperation } from '../src/find-operation.ts'
import { createRequestJudge } from '../src/judge-request.ts'
import type { FuzzRequest } from '../src/request.ts'
import { createSend } from '../src/send.ts'

const documents = new Map(
  await Promise.all(
    DOCUMENTS.map(async (name) => {
      const document = await readDocument(name)
      return [name, { document, judge: createRequestJudge(document) }] as const
    }),
  ),
)
const requests = readClients().flatMap(({ client, requests }) =>
  requests.map((request) => [`${client}: ${request.call}`, request] as const),
)

/** What the document says against the request, and the operation that it reaches there. */
async function judge(operation: string, request: FuzzRequest) {
  // Of a fixture, whose names another test checks.
  const name = operation.split(' ')[0] as DocumentName
  const { document, judge } = documents.get(name)!
  const found = findOperation(document, request.method, request.path)
  const reached = found.kind === 'operation' ? found.operation.operationId : found.kind
  return { reached: `${name} ${reached}`, faults: await judge(request) }
}

const allowed = (operation: string) => ({ reached: operation, faults: [] })

const values = {
  apiKey: 'alohamock0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghi',
  accessToken: 'dGhpcyBpcyBhIHBsYWNlaG9sZGVyIGFjY2VzcyB0b2s',
  paymentId: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
  txid: '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062',
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
  account: 'GBB5G5MKWFSGL2245UPL6TRXI6YYNYKLASESJEMXUYR6LDTHMEPYXQ6I',
  // Short: the mock writes what looks like a token only in part.
  envelope: 'AAAA+/8=',
}

test.each(requests)('the documents allow %s', async (_, request) => {
  expect(await judge(request.operation, fillRequest(request, values))).toEqual(
    allowed(request.operation),
  )
})

const recorded = wireExchanges.flatMap(({ name, operation, request, response }) =>
  request == null || (response?.status ?? 200) >= 400 ? [] : [[name, operation, request] as const],
)

test.each(recorded)('the documents allow the recorded request %s', async (_, operation, sent) => {
  const { method, path, headers, body, text } = sent
  const written = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const bytes = written == null ? undefined : Buffer.from(written)
  const { reached, faults } = await judge(operation, { method, path, headers, body: bytes })
  expect(faults).toEqual([])
  expect(reached.replace(/With\w+$/, '')).toBe(operation)
})

let mock: MockPi
const { send, close } = createSend()
beforeAll(async () => {
  mock = await startMockPi({ seed: 'official-clients' })
})
afterAll(async () => {
  close()
  await mock.close()
})

const isSubmission = ({ operation }: ClientRequest) => operation === 'chain submit'

test.each(requests.filter(([, each]) => !isSubmission(each)))(
  'the mock takes %s',
  async (_, request) => {
    const response = await send(mock.url, fillRequest(request, await prepare(request)))
    expect(response).toMatchObject({ kind: 'response', status: expect.toBeOneOf([200, 201]) })
  },
)

test.each(requests.filter(([, each]) => isSubmission(each)))(
  'the mock reads the transaction of %s, and refuses it for what it is',
  async (_, request) => {
    const response = await send(mock.url, fillRequest(request, values))
    expect(response).toMatchObject({ status: 400, text: expect.stringContaining(values.envelope) })
  },
)

type Paid = { payment: { identifier: string; transaction?: { txid: string } | null } }

/** A world in which the request can succeed, and its ids. */
async function prepare({ operation }: ClientRequest) {
  await control('/reset', {})
  const scopes = ['username', 'payments', 'wallet_address', 'in_app_notifications']
  const signIn = { username: 'alice', scopes }
  type SignedIn = { access_token: string; user: { uid: string } }
  const { access_token: accessToken, user } = await control<SignedIn>('/sign-in', signIn)
  const { uid } = user
  const own = { apiKey: mock.apiKey, accessToken, uid, account: mock.wallet.address }
  if (/create|incomplete/i.test(operation)) return { ...values, ...own }
  const { payment } = await control<Paid>('/payments', { username: 'alice', amount: 1 })
  const { identifier: paymentId } = payment
  if (!/complete|transaction$/.test(operation)) return { ...values, ...own, paymentId }
  const key = { authorization: `Key ${mock.apiKey}` }
  await fetch(`${mock.url}/v2/payments/${paymentId}/approve`, { method: 'POST', headers: key })
  const paid = await control<Paid>(`/payments/${paymentId}/pay`, {})
  return { ...values, ...own, paymentId, txid: paid.payment.transaction?.txid ?? '' }
}

async function control<Result>(path: string, json: object): Promise<Result> {
  const response = await fetch(`${mock.url}/_mock${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  })
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`)
  // As the control API's document says.
  return body as Result
}
