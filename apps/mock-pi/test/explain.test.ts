import { readdirSync, readFileSync } from 'node:fs'
import { chainProblems } from '@aloha-pi/contracts/chain'
import { faultEffectTypes } from '@aloha-pi/contracts/control'
import { expect, test } from 'vitest'
import { explainEntry } from '../src/control/explain/explain-entry.ts'
import { haveFault } from './faults/have-fault.ts'

const SOURCES = new URL('../src/', import.meta.url)
const REQUEST = { requestId: 'r', method: 'GET', path: '/', at: 0 }

/** Every rule that the source text names. */
function rulesInSources(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  const texts = files
    .filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('explain/'),
    )
    .map((name) => readFileSync(new URL(name, SOURCES), 'utf8'))
  const found = texts.flatMap((text) =>
    [
      ...text.matchAll(
        /'((?:ads|auth|chain|invented|mock|payment|request|rpc|user)\/[a-z_0-9]+)'/g,
      ),
    ].map(([, rule = '']) => rule),
  )
  const codes = Object.keys(chainProblems).map((code) => `chain/${code}`)
  return [...new Set([...found, ...codes])].toSorted()
}

test('there are rules in the source text', () => {
  expect(rulesInSources().length).toBeGreaterThan(50)
})

test.each(rulesInSources())('%s has an explanation of its own', (rule) => {
  const message = 'The text of the error.'
  const refusal = { rule, status: 400, code: 'unknown_error', message }
  const { why, next, pi } = explainEntry({ ...REQUEST, refusal, fault: undefined })
  expect(why).not.toBe(message)
  expect(next.length).toBeGreaterThan(0)
  expect(pi.known.length).toBeGreaterThan(20)
})

test.each(faultEffectTypes)('the effect %s has an explanation', (type) => {
  const fault = { id: 'fault-1', type, source: 'rule', status: null, error: null } as const
  const { happened, why, next } = explainEntry({ ...REQUEST, refusal: undefined, fault })
  expect(happened.length).toBeGreaterThan(20)
  expect(why).toBe('The rule fault-1 ordered it. GET /_mock/faults shows it.')
  expect(next.at(-1)).toBe('To end it: POST /_mock/faults/fault-1/remove {}.')
})

test('a refusal is explained by its request id, with what is known of Pi', async () => {
  const { asApp, call, havePayment } = await haveFault()
  const { id } = await havePayment()
  const refused = await asApp('POST', `/payments/${id}/complete`, { txid: 'a'.repeat(64) })
  const requestId = refused.headers.get('x-request-id')

  const { status, body } = await call('GET', `/_mock/explain/${requestId}`)

  expect(status).toBe(200)
  expect(body).toEqual({
    request_id: requestId,
    at: '2026-01-01T00:00:00.000Z',
    method: 'POST',
    path: `/v2/payments/${id}/complete`,
    status: 400,
    rule: refused.headers.get('x-mock-rule'),
    happened: expect.stringContaining(
      `400 "${refused.body.error}": ${refused.body.error_message.replace(/\.$/, '')}`,
    ),
    why: 'The user has not paid yet, so there is no transaction to complete the payment with.',
    pi: {
      known: expect.stringContaining('Client code'),
      level: 'inferred',
      source: expect.any(String),
    },
    next: expect.arrayContaining([expect.stringContaining('/pay pays as the user')]),
    fault: null,
  })
})

test('an empty 401 is explained too', async () => {
  const { call } = await haveFault()
  await call('GET', '/v2/me')
  const { body } = await call('GET', '/_mock/explain/last')
  expect(body).toMatchObject({ status: 401, rule: 'auth/invalid_token', pi: { level: 'captured' } })
  expect(body.happened).toBe('The mock refused the request with 401 and an empty body.')
})

test('a lost response is found in the list, and says what ordered it', async () => {
  const { ask, call, havePayment } = await haveFault()
  const { id } = await havePayment('created', { metadata: { mock_fault: 'approve:lost-answer' } })
  await expect(ask('POST', `/payments/${id}/approve`)).rejects.toThrow('fetch failed')
  const { body: list } = await call('GET', '/_mock/explain')
  expect(list.refusals[0]).toMatchObject({
    path: `/v2/payments/${id}/approve`,
    status: null,
    rule: 'fault/lost-answer',
  })
  const { body } = await call('GET', `/_mock/explain/${list.refusals[0].request_id}`)
  expect(body.why).toBe('The metadata of the payment ordered it with mock_fault (fault-1).')
  expect(body.next.at(-1)).toContain('--no-magic')
})

test.each([
  ['platform.payments.complete', 'verification_failed', 'captured', 'pi-apps/pi-ruby issue 4'],
  ['platform.payments.get', 'wrong_key', 'captured', 'rockcesar/LatinChainDevelopments issue 5'],
  ['chain.ledgers', 'stale_history', 'inferred', 'Horizon'],
])(
  'an error that a fault sends to %s has the evidence of %s',
  async (operation, code, level, source) => {
    const { addFault, call, asApp } = await haveFault()
    addFault({ match: { operation }, effect: { type: 'error', code } })
    await call('GET', '/ledgers')
    await asApp('GET', '/payments/x')
    await asApp('POST', '/payments/x/complete', { txid: 'x' })
    const { body } = await call('GET', '/_mock/explain')
    const { request_id } = body.refusals.find(
      ({ rule }: { rule: string }) => rule === 'fault/error',
    )
    const { body: explained } = await call('GET', `/_mock/explain/${request_id}`)
    expect(explained.pi).toMatchObject({ level, source: expect.stringContaining(source) })
  },
)

test('a fault that hides a refusal names both', async () => {
  const { addFault, ask, call, havePayment } = await haveFault()
  const { id } = await havePayment('approved')
  addFault({ effect: { type: 'empty' } })
  await ask('POST', `/payments/${id}/approve`)
  const { body } = await call('GET', '/_mock/explain/last')
  expect(body).toMatchObject({ rule: 'fault/empty', status: 400, fault: 'fault-1' })
  expect(body.why).toContain('the response would have been 400 "already_approved"')
})

test('an unknown id is a 404 that does not become the last one', async () => {
  const { call } = await haveFault({ limits: { refusals: 1 } })
  await call('GET', '/v2/nothing')
  await call('GET', '/v2/payments/x')
  const unknown = await call('GET', '/_mock/explain/none')
  expect([unknown.status, unknown.body.error]).toEqual([404, 'request_not_found'])
  expect(unknown.body.error_message).toContain('No request none is remembered')
  const { body } = await call('GET', '/_mock/explain')
  expect(body.refusals).toMatchObject([{ path: '/v2/payments/x' }])
})

test('refusals of the chain, the control API and the wallet API are there', async () => {
  const { call, control } = await haveFault()
  await call('GET', '/accounts/nothing')
  await control('/sign-in', { username: 'nobody' })
  await call('GET', '/_wallet/nothing')
  const { body } = await call('GET', '/_mock/explain')
  expect(body.refusals.map(({ rule }: { rule: string }) => rule)).toEqual([
    'wallet/not_found',
    'control/user_not_found',
    'chain/bad_request',
  ])
  const { body: last } = await call('GET', '/_mock/explain/last')
  expect(last).toMatchObject({
    why: 'The mock has no endpoint GET /_wallet/nothing',
    pi: { level: 'mock' },
  })
})

test('no secret is remembered, and a reset forgets', async () => {
  const { call, control, wallet } = await haveFault()
  await call('GET', `/accounts/${wallet.seed}`)
  const { text } = await call('GET', '/_mock/explain')
  expect(text).not.toContain(wallet.seed)
  await control('/reset')
  expect((await call('GET', '/_mock/explain')).body.refusals).toEqual([])
})
