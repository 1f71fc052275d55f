import { afterAll, afterEach, expect, test } from 'vitest'
import { startFakePi, type PiOperation } from './fake-pi.ts'
import {
  coded,
  empty401,
  html404,
  html500,
  json500,
  otherPayment,
  redirectTo,
  reset,
  silent,
  tooMany,
  truncated,
  wrongShape,
  type Fault,
} from './fake-pi-faults.ts'
import { OTHER_TXID, TXID, type PiState } from './pi-payment.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url, { UPSTREAM_TIMEOUT_MS: '250' })
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
afterEach(() => pi.heal())
const { call } = proxy

const faults: [name: string, fault: Fault, status: number, code: string][] = [
  ['a reset', reset, 502, 'upstream_error'],
  ['silence', silent, 504, 'upstream_timeout'],
  ['an HTML 500', html500, 502, 'upstream_error'],
  ['a JSON 500', json500, 502, 'upstream_error'],
  ['truncated JSON', truncated, 502, 'upstream_error'],
  ['a wrong shape', wrongShape, 502, 'upstream_error'],
  ['another payment', otherPayment, 502, 'upstream_error'],
  ['a redirect', redirectTo(302, 'http://127.0.0.1:9/'), 502, 'upstream_error'],
  ['an empty 401', empty401, 502, 'upstream_auth'],
  ['an HTML 404', html404, 502, 'upstream_error'],
  ['a 429', tooMany, 503, 'unavailable'],
]
type Action = {
  action: string
  operation: PiOperation
  state: PiState
  status: string
  tail: string
}
const actions: Action[] = [
  { action: 'approve', operation: 'approve', state: 'created', status: 'approved', tail: '' },
  {
    action: 'complete',
    operation: 'complete',
    state: 'paid',
    status: 'completed',
    tail: `/${TXID}`,
  },
  { action: 'abort', operation: 'cancel', state: 'created', status: 'aborted', tail: '' },
]
const combinations = actions.flatMap((action) =>
  faults.map(([name, fault, status, code]) => ({ ...action, name, fault, expected: status, code })),
)

test.each(combinations)(
  '$action and the read after it get $name: unknown, and resolved by repeating',
  async ({ action, operation, state, status, tail, fault, expected, code }) => {
    const id = pi.havePayment(state)
    const route = `POST u2a/${action}/${id}${tail}`
    // The payment is read once before the write; what comes after the write fails.
    pi.fail(operation, (res, response) => {
      pi.fail('read', fault)
      fault(res, response)
    })

    const response = await call(route)

    expect(response).toMatchObject({
      status: expected,
      body: { success: false, action, direction: 'u2a', code },
    })
    expect(response.body.error).toContain(
      'is unknown; repeating the same call is safe and resolves it',
    )
    expect(response.body.error).not.toMatch(/fail(ed|ure)/i)
    expect(response.body.sbResData.row).toMatchObject({ status: 'seen', pending_actions: [action] })

    pi.heal()
    expect((await call(`GET u2a/details/${id}`)).body.sbResData.row).toMatchObject({
      status: 'seen',
      pending_actions: [action],
    })
    expect(await call(route)).toMatchObject({
      status: 200,
      body: { sbResData: { row: { status, pending_actions: [] } } },
    })
  },
)

test.each(combinations.filter(({ code }) => code !== 'unavailable'))(
  '$action that took effect although $name came back: the read finds it, 200',
  async ({ action, operation, state, status, tail, fault }) => {
    const id = pi.havePayment(state)
    const before = pi.calls(operation)
    pi.fail(operation, fault, { when: 'after' })

    const response = await call(`POST u2a/${action}/${id}${tail}`)

    expect(response).toMatchObject({
      status: 200,
      body: { sbResData: { row: { status, pending_actions: [] } } },
    })
    expect(pi.calls(operation) - before).toBe(1)
  },
)

test.each(combinations.filter(({ code }) => code !== 'unavailable'))(
  '$action lost to $name before it took effect: read, repeated once, 200',
  async ({ action, operation, state, status, tail, fault }) => {
    const id = pi.havePayment(state)
    const before = pi.calls(operation)
    pi.fail(operation, fault, { times: 1 })

    const response = await call(`POST u2a/${action}/${id}${tail}`)

    expect(response).toMatchObject({ status: 200, body: { sbResData: { row: { status } } } })
    expect(pi.calls(operation) - before).toBe(2)
  },
)

test.each(combinations)(
  '$action when reading gives $name: nothing is sent and nothing recorded',
  async ({ action, operation, state, tail, fault, expected, code }) => {
    const id = pi.havePayment(state)
    const before = pi.calls(operation)
    pi.fail('read', fault)

    const response = await call(`POST u2a/${action}/${id}${tail}`)

    expect(response).toMatchObject({ status: expected, body: { success: false, code } })
    expect(response.body).not.toHaveProperty('sbResData')
    expect(pi.calls(operation)).toBe(before)
    pi.heal()
    expect((await call(`GET u2a/details/${id}`)).body).not.toHaveProperty('sbResData')
  },
)

test.each(faults)('details with the response %s', async (_, fault, status, code) => {
  const id = pi.havePayment('created')
  pi.fail('read', fault)

  for (const key of [null, undefined]) {
    expect(await call(`GET u2a/details/${id}`, key === null ? { key } : {})).toMatchObject({
      status,
      body: { success: false, action: 'details', direction: 'u2a', code },
    })
  }

  pi.heal()
  expect(await call(`GET u2a/details/${id}`, { key: null })).toMatchObject({ status: 200 })
})

test('a write that is lost twice stays unknown although reading works', async () => {
  const id = pi.havePayment('created')
  const before = pi.calls('approve')
  pi.fail('approve', reset)

  const response = await call(`POST u2a/approve/${id}`)

  expect(response).toMatchObject({
    status: 502,
    body: { sbResData: { row: { status: 'seen', pending_actions: ['approve'] } } },
  })
  expect(pi.calls('approve') - before).toBe(2)
})

test('an approval whose response is lost stays pending when a completion is refused meanwhile', async () => {
  const id = pi.havePayment('created')
  const reached = Promise.withResolvers<void>()
  pi.fail('approve', (...args) => {
    reached.resolve()
    silent(...args)
  })
  const approving = call(`POST u2a/approve/${id}`)
  await reached.promise

  const completed = await call(`POST u2a/complete/${id}/${OTHER_TXID}`)
  const approved = await approving

  expect(completed).toMatchObject({
    status: 409,
    body: { sbResData: { row: { pending_actions: ['approve'] } } },
  })
  expect(approved).toMatchObject({
    status: 504,
    body: { sbResData: { row: { status: 'seen', pending_actions: ['approve'] } } },
  })
  expect((await call(`GET u2a/details/${id}`)).body.sbResData.row.pending_actions).toEqual([
    'approve',
  ])
})

test('a later read that shows the effect settles what was pending', async () => {
  const id = pi.havePayment('created')
  pi.fail('approve', (res, response) => {
    pi.fail('read', silent)
    silent(res, response)
  })
  expect(await call(`POST u2a/approve/${id}`)).toMatchObject({ status: 504 })
  pi.heal()
  pi.payments.get(id)!.status.developer_approved = true

  const { body } = await call(`GET u2a/details/${id}`, { key: null })

  expect(body.sbResData).toMatchObject({
    operation: 'select',
    row: { status: 'approved', pending_actions: [] },
  })
})

test("Pi's word against our key is 502 with an alarm, whatever is asked", async () => {
  const id = pi.havePayment('created')
  pi.fail('read', coded(401, 'invalid_authorization'))

  const response = await call(`POST u2a/approve/${id}`)

  expect(response).toMatchObject({ status: 502, body: { code: 'upstream_auth' } })
  expect(response.headers.get('www-authenticate')).toBeNull()
  const alarm = proxy.lines.map((line) => JSON.parse(line)).find((line) => line.payment_id === id)
  expect(alarm).toMatchObject({ level: 'error', alarm: 'upstream_auth', operation: 'read' })
})

test('when Pi limits calls the response is 503 with Retry-After, and Pi is not called again', async () => {
  const id = pi.havePayment('created')
  pi.fail('approve', tooMany)
  const before = pi.requests.length

  const response = await call(`POST u2a/approve/${id}`)

  expect(response.status).toBe(503)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(pi.requests.slice(before).map(({ operation }) => operation)).toEqual(['read', 'approve'])
})

test('a Pi that is down is 502 in the envelope, and the proxy recovers with it', async () => {
  const other = await startFakePi()
  const { port } = new URL(other.url)
  const id = other.havePayment('created')
  const lonely = await startTestProxy(other.url)
  await other.close()

  const down = await lonely.call(`POST u2a/approve/${id}`)
  expect(down).toMatchObject({ status: 502, body: { code: 'upstream_error' } })

  const again = await startFakePi({ port: Number(port) })
  expect(again.havePayment('created')).toBe(id)
  expect(await lonely.call(`POST u2a/approve/${id}`)).toMatchObject({ status: 200 })
  await lonely.close()
  await again.close()
})
