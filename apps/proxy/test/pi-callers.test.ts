import { expect, onTestFinished, test } from 'vitest'
import { openPiCallers, type Reply } from './open-pi-callers.ts'
import { piPayment } from './pi-payment.ts'

const payment = piPayment('created')
const id = payment.identifier
const txid = 'a'.repeat(64)

async function open(options: Parameters<typeof openPiCallers>[0] = {}) {
  const callers = await openPiCallers(options)
  onTestFinished(() => callers.close())
  return callers
}

const ask = { paymentId: id, direction: 'u2a', clientId: 'client-1', requestId: 'r-1' } as const
const act = { paymentId: id, clientId: 'client-1', requestId: 'r-1' } as const
const coded = (status: number, error: string, more: object = {}): Reply => ({
  status,
  body: { error, error_message: 'text', ...more },
})
const unknown = (cause: string) => ({ kind: 'unknown', cause, retryAfterMs: null })
const refused = (status: number, code: string) => ({
  kind: 'refused',
  status,
  code,
  payment: null,
  verificationError: null,
})

/** The line of a call for a request, without an alarm or with one. */
const warning = (outcome: string) =>
  `{"level":"warn","request_id":"r-1","payment_id":"${id}","operation":"read","outcome":"${outcome}","ms":0,"msg":"no usable response from Pi"}`
const alarm = (outcome: string) =>
  `{"level":"error","request_id":"r-1","payment_id":"${id}","operation":"read","outcome":"${outcome}","ms":0,"alarm":"upstream_auth","msg":"Pi refuses the key of this proxy"}`
const payoutAlarm = (operation: string, outcome: string) =>
  `{"level":"error","operation":"${operation}","outcome":"${outcome}","alarm":"upstream_auth","msg":"Pi refuses the key of this proxy"}`

type Case = {
  what: string
  reply: Reply
  /** The error code of the response to a client, how the call is counted, its log line. */
  request: [code: string, outcome: string, line?: string]
  /** The result, how the call is counted, whether the key of the proxy is said to be refused. */
  payouts: [result: object, outcome: string, isKeyRefused?: 'alarm']
}

const cases: Case[] = [
  {
    what: "a 401 with Pi's code against the key",
    reply: coded(401, 'invalid_authorization'),
    request: ['upstream_auth', 'refused', alarm('refused')],
    payouts: [unknown('unauthorized'), 'unauthorized', 'alarm'],
  },
  {
    what: 'a 401 without a code',
    reply: { status: 401, body: { error: 'Invalid/missing API key' } },
    request: ['upstream_auth', 'unauthorized', alarm('unauthorized')],
    payouts: [unknown('unauthorized'), 'unauthorized', 'alarm'],
  },
  {
    what: 'a 401 with another code',
    reply: coded(401, 'missing_scope'),
    request: ['upstream_refused', 'refused'],
    payouts: [refused(401, 'missing_scope'), 'refused'],
  },
  {
    what: "a 403 with Pi's code against the key",
    reply: coded(403, 'invalid_authorization'),
    request: ['upstream_auth', 'refused', alarm('refused')],
    payouts: [refused(403, 'invalid_authorization'), 'refused'],
  },
  {
    what: 'a 408 with a code',
    reply: coded(408, 'invalid_request'),
    request: ['upstream_refused', 'refused'],
    payouts: [unknown('timeout'), 'timeout'],
  },
  {
    what: 'a 408 without a code',
    reply: { status: 408 },
    request: ['upstream_error', 'unusable', warning('unusable')],
    payouts: [unknown('timeout'), 'timeout'],
  },
  {
    what: 'a 429 with a code and a time',
    reply: { ...(coded(429, 'too_many_payments') as object), headers: { 'retry-after': '60' } },
    request: ['unavailable', 'busy', warning('busy')],
    payouts: [unknown('busy'), 'busy'],
  },
  {
    what: 'a 500 with a code',
    reply: coded(500, 'user_not_found'),
    request: ['upstream_error', 'unusable', warning('unusable')],
    payouts: [unknown('unusable'), 'unusable'],
  },
  {
    what: 'an empty code',
    reply: coded(400, ''),
    request: ['upstream_error', 'unusable', warning('unusable')],
    payouts: [unknown('unusable'), 'unusable'],
  },
  {
    what: 'another payment',
    reply: { body: { ...payment, identifier: 'another' } },
    request: ['upstream_error', 'unusable', warning('unusable')],
    payouts: [unknown('unusable'), 'unusable'],
  },
  {
    what: 'a broken connection',
    reply: 'reset',
    request: ['upstream_error', 'unreachable', warning('unreachable')],
    payouts: [unknown('unreachable'), 'unreachable'],
  },
]

test.each(cases)('a request of a client that Pi sends $what', async ({ reply, request }) => {
  const { requests, counted, keyRefusals, logged, ...pi } = await open()
  pi.reply(reply)
  const [code, outcome, line] = request

  expect(await requests.details(ask)).toMatchObject({ ok: false, refusal: { code } })

  expect(await counted()).toEqual([`read ${outcome}`])
  expect(logged()).toEqual(line == null ? [] : [line])
  expect(await keyRefusals()).toBe(line?.includes('alarm') === true ? 1 : 0)
})

test.each(cases)('payouts that Pi sends $what', async ({ reply, payouts: expected }) => {
  const { payouts, counted, keyRefusals, logged, ...pi } = await open()
  pi.reply(reply)
  const [result, outcome, isAlarm] = expected

  expect(await payouts.get(id)).toEqual(result)

  expect(await counted()).toEqual([`read ${outcome}`])
  expect(logged()).toEqual(isAlarm == null ? [] : [payoutAlarm('read', outcome)])
  expect(await keyRefusals()).toBe(isAlarm == null ? 0 : 1)
})

test('a payment is counted as such for requests, and as ok for payouts', async () => {
  const callers = await open()
  callers.reply({ body: payment })

  expect(await callers.requests.details(ask)).toMatchObject({ ok: true, payment })
  expect(await callers.payouts.get(id)).toEqual({ kind: 'ok', value: payment })

  expect(await callers.counted()).toEqual(['read payment', 'read ok'])
  expect(callers.logged()).toEqual([])
})

test.each([
  ['a 401 against the key', coded(401, 'invalid_authorization'), 'upstream_auth'],
  ['a 408 with a code', coded(408, 'invalid_request'), 'invalid_request'],
])('to a write of a client %s is a refusal', async (_, reply, code) => {
  const { requests, counted, pending, ...pi } = await open()
  pi.reply({ body: payment }, reply, { body: payment })

  const result = await requests.act({ ...act, command: { action: 'approve' } })

  expect(result).toMatchObject({ ok: false, refusal: { code } })
  expect(JSON.stringify(result)).not.toContain('is unknown')
  expect([...pending]).toEqual([])
  expect(await counted()).toEqual(['read payment', 'read payment', 'approve refused'])
})

test.each([
  ['an empty 401', { status: 401 }, 'upstream_auth', 'unauthorized'],
  ['an empty 408', { status: 408 }, 'upstream_error', 'unusable'],
])('after %s the outcome of a write is unknown', async (_, reply, code, outcome) => {
  const { requests, counted, pending, ...pi } = await open()
  pi.reply({ body: payment }, reply, { body: payment }, reply, { body: payment })

  const result = await requests.act({ ...act, command: { action: 'abort' } })

  expect(result).toMatchObject({ ok: false, refusal: { code } })
  expect(JSON.stringify(result)).toContain('is unknown')
  expect([...pending]).toEqual(['abort'])
  expect(await counted()).toEqual([
    ...Array.from({ length: 3 }, () => 'read payment'),
    ...Array.from({ length: 2 }, () => `cancel ${outcome}`),
  ])
})

const writes: [
  name: string,
  reply: Reply,
  call: (callers: Awaited<ReturnType<typeof open>>) => Promise<unknown>,
][] = [
  [
    'create',
    { body: payment },
    ({ payouts }) =>
      payouts.create({ uid: payment.user_uid, amount: 1n, memo: 'm', metadata: { a: 1 } }),
  ],
  ['complete', { body: payment }, ({ payouts }) => payouts.complete(id, txid)],
  ['cancel', { body: payment }, ({ payouts }) => payouts.cancel(id)],
  [
    'incomplete',
    { body: { incomplete_server_payments: [] } },
    ({ payouts }) => payouts.incomplete(),
  ],
]

test.each(writes)('to %s of payouts neither a 401 nor a 408 is a refusal', async (...row) => {
  const [operation, ok, call] = row
  const callers = await open()
  for (const [reply, expected] of [
    [ok, { kind: 'ok' }],
    [coded(401, 'invalid_authorization'), unknown('unauthorized')],
    [coded(408, 'invalid_request'), unknown('timeout')],
    [coded(400, 'some_code', { verification_error: 'why', payment }), { code: 'some_code' }],
  ] as const) {
    callers.reply(reply)
    expect(await call(callers)).toMatchObject(expected)
  }
  expect(await callers.counted()).toEqual(
    ['ok', 'unauthorized', 'timeout', 'refused'].map((outcome) => `${operation} ${outcome}`),
  )
  expect(callers.logged()).toEqual([payoutAlarm(operation, 'unauthorized')])
})

test.each([
  ['a 401 against the key', coded(401, 'invalid_authorization'), 'upstream_auth', 'unauthorized'],
  ['a 408 with a code', coded(408, 'invalid_request'), 'upstream_timeout', 'timeout'],
  ['a 408 without a code', { status: 408 }, 'upstream_timeout', 'timeout'],
  ['another refusal', coded(401, 'missing_scope'), 'upstream_refused', 'refused'],
])('the list of open payments is read as payouts do: %s', async (_, reply, code, outcome) => {
  const { listOpen, counted, ...pi } = await open()
  pi.reply(reply)

  const list = await listOpen({ clientId: 'client-1', limit: 1, after: null })

  expect(list).toMatchObject({ ok: false, refusal: { code } })
  expect(await counted()).toEqual([`incomplete ${outcome}`])
})

test('both say what Pi found wrong with a transaction', async () => {
  const { requests, payouts, ...pi } = await open()
  const reply = coded(400, 'verification_failed', { verification_error: 'no_such_tx', payment })
  pi.reply({ body: payment }, reply, { body: payment })
  const command = { action: 'complete', txid } as const

  const result = await requests.act({ ...act, command })
  pi.reply(reply)
  const ofPayouts = await payouts.complete(id, txid)

  expect(result).toMatchObject({ ok: false, refusal: { code: 'verification_failed' } })
  expect(JSON.stringify(result)).toContain('no_such_tx')
  expect(ofPayouts).toMatchObject({ kind: 'refused', verificationError: 'no_such_tx', payment })
})

test('the time of an action ends its calls, however long one call may take', async () => {
  const { requests, counted, logged, ...pi } = await open({ actionMs: 150 })
  pi.reply({ body: payment }, 'silence')

  const result = await requests.act({ ...act, command: { action: 'approve' } })

  expect(result).toMatchObject({ ok: false, refusal: { code: 'upstream_timeout' } })
  expect(await counted()).toEqual(['read payment', 'approve timeout', 'read timeout'])
  expect(logged().map((line) => JSON.parse(line))).toMatchObject([
    { request_id: 'r-1', operation: 'approve', outcome: 'timeout' },
    { request_id: 'r-1', operation: 'read', outcome: 'timeout' },
  ])
})

test('the deadline of one call holds for both', async () => {
  const { requests, payouts, ...pi } = await open({ timeoutMs: 150 })
  pi.reply('silence')

  expect(await requests.details(ask)).toMatchObject({ refusal: { code: 'upstream_timeout' } })
  expect(await payouts.get(id)).toEqual(unknown('timeout'))
  expect(await payouts.incomplete()).toEqual(unknown('timeout'))
})

test('each call is one request, whatever comes back', async () => {
  const { requests, payouts, asked, ...pi } = await open()
  pi.reply('reset')

  await requests.details(ask)
  await payouts.complete(id, txid)
  await payouts.incomplete()

  expect(asked).toEqual([
    `GET /v2/payments/${id}`,
    `POST /v2/payments/${id}/complete`,
    'GET /v2/payments/incomplete_server_payments',
  ])
})

test('payouts ask nothing about what is not a payment id, and it is not counted', async () => {
  const { payouts, asked, counted } = await open()
  for (const call of [payouts.get('../me'), payouts.cancel(''), payouts.complete('ä', txid)]) {
    expect(await call).toEqual(refused(404, 'payment_not_found'))
  }
  expect(asked).toEqual([])
  expect(await counted()).toEqual([])
})
