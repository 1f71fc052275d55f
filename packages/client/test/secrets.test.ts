import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { API_KEY, startPi } from './start-pi.ts'
import { json } from './start-server.ts'
import { PAYMENT_ID, wirePayment } from './wire-payment.ts'
import { createPiClient, type AlohaPiError } from '../src/index.ts'

const TOKEN = 'canary/token+with"signs\\and~all==of-them'
const payment = wirePayment()

/** Everything that a logger or a serialiser could write of an error. */
function everythingOf(error: unknown): string {
  const inspected = inspect(error, { depth: null, showHidden: true, getters: true })
  const chain: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) {
    chain.push(each.name, each.message, each.stack ?? '', String(each), JSON.stringify(each))
  }
  return [inspected, JSON.stringify({ error }), ...chain].join('\n')
}

/** The secrets that an error contains, in any spelling. */
function secretsIn(error: AlohaPiError): string[] {
  const everything = everythingOf(error)
  const spellings = [API_KEY, TOKEN].flatMap((secret) => {
    const escaped = JSON.stringify(secret).slice(1, -1)
    return [secret, escaped, escaped.replaceAll('/', '\\/'), encodeURIComponent(secret)]
  })
  return spellings.filter((spelling) => everything.includes(spelling))
}

type Respond = Parameters<typeof startPi>[0]

/** A server that repeats the Authorization header wherever a response has room. */
const echoes: Record<string, Respond> = {
  'a JSON error': (res, { headers: { authorization } }) =>
    json(
      res,
      400,
      {
        error: 'already_approved',
        error_message: `You sent ${authorization}`,
        verification_error: authorization,
        payment: { ...payment, memo: authorization },
        request: { headers: { authorization, [String(authorization)]: 1 } },
      },
      { 'x-request-id': String(authorization).split(' ')[1] },
    ),
  'a code': (res, { headers: { authorization } }) =>
    json(res, 400, { error: String(authorization).split(' ')[1] }),
  'a sentence': (res, { headers: { authorization } }) => json(res, 400, { error: authorization }),
  'PHP JSON': (res, { headers: { authorization } }) =>
    res.writeHead(422).end(JSON.stringify({ error: 'x', a: authorization }).replaceAll('/', '\\/')),
  'an HTML page': (res, { headers: { authorization } }) =>
    res.writeHead(500, `Oops`).end(`<pre>${authorization}</pre>`),
  'a page with 200': (res, { headers: { authorization } }) =>
    res.end(`<pre>${authorization}</pre>`),
  'a wrong shape': (res, { headers: { authorization } }) =>
    json(res, 200, { ...payment, uid: 7, amount: authorization, [String(authorization)]: 1 }),
  'a redirect': (res, { headers: { authorization } }) =>
    res
      .writeHead(302, { location: `/?${encodeURIComponent(String(authorization))}` })
      .end(String(authorization)),
  'too large a page': (res, { headers: { authorization } }) =>
    res.end(String(authorization).repeat(9999)),
  'half a body': (res, { headers: { authorization } }) => {
    res.writeHead(200, { 'content-length': '9999' })
    res.write(String(authorization), () => res.destroy())
  },
  'no response': (res) => res.destroy(),
  'a slow response': () => {},
}

test.each(Object.entries(echoes))(
  'an error after %s holds no key and no token',
  async (_, response) => {
    const { pi } = await startPi(response, { timeoutMs: 400 })
    const calls = [pi.payments.approve(PAYMENT_ID), pi.payments.incomplete(), pi.me(TOKEN)]
    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(secretsIn(error)).toEqual([])
    }
  },
)

test('what Pi repeats is taken out, the rest of its error stays', async () => {
  const { pi } = await startPi(echoes['a JSON error']!)
  const error = await failureOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toMatchObject({
    code: 'already_approved',
    verificationError: 'Key [redacted]',
    payment: { identifier: PAYMENT_ID, memo: 'Key [redacted]' },
    body: { error_message: 'You sent Key [redacted]' },
  })
})

test('a fetch that throws the request away with its error gives no secret away', async () => {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const inner = Object.assign(new Error(`socket of ${JSON.stringify(init)}`), {
      code: 'ECONNRESET',
      request: { input, init },
    })
    const outer = new TypeError('fetch failed', { cause: inner })
    return Promise.reject(Object.assign(outer, { options: init, toJSON: () => init }))
  }
  const pi = createPiClient({ apiKey: API_KEY, fetch, retries: 0 })
  const error = await failureOf(pi.payments.incomplete())
  expect(secretsIn(error)).toEqual([])
  expect(error).toMatchObject({
    code: 'ECONNRESET',
    cause: { name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNRESET' } },
  })
  expect(secretsIn(await failureOf(pi.me(TOKEN)))).toEqual([])
})

test('a fetch that throws no error at all is a NetworkError without secrets', async () => {
  const fetch: typeof globalThis.fetch = (_, init) => Promise.reject(init)
  const pi = createPiClient({ apiKey: API_KEY, fetch, retries: 0 })
  const error = await failureOf(pi.payments.incomplete())
  expect(error).toMatchObject({ name: 'NetworkError', failure: 'no_answer' })
  expect(secretsIn(error)).toEqual([])
})

test('an error that nests without end is cut short', async () => {
  const nested = `{"error":"already_approved","x":${'['.repeat(90_000)}${']'.repeat(90_000)}}`
  const { pi } = await startPi((res) => res.writeHead(400).end(nested))
  const error = await failureOf(pi.payments.approve(PAYMENT_ID))
  expect(error).toHaveProperty('code', 'already_approved')
  expect(JSON.stringify(error)).toContain('[nested too deeply]')
})

test('a cause chain that turns in a circle ends', async () => {
  const circle = new Error('around')
  circle.cause = circle
  const pi = createPiClient({ apiKey: API_KEY, fetch: () => Promise.reject(circle), retries: 0 })
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toHaveProperty('name', 'NetworkError')
})

test('a bad key or token is not repeated', async () => {
  const { pi } = await startPi({ status: 200, body: payment })
  for (const bad of [`${TOKEN}\n`, `Bearer ${TOKEN}`]) {
    expect(secretsIn(await failureOf(pi.me(bad)))).toEqual([])
  }
  const make = async () => createPiClient({ apiKey: `${API_KEY}\r\n` })
  expect(secretsIn(await failureOf(make().then((each) => each.me(TOKEN))))).toEqual([])
})

test('a key given as an id is refused before it is in a URL', async () => {
  const { pi, requests } = await startPi({ status: 200, body: payment })
  expect(API_KEY.length).toBeLessThan(65)
  const error = await failureOf(pi.payments.get(API_KEY))
  expect(error).toHaveProperty('rule', 'contains the credential: an id and a key are swapped')
  expect(secretsIn(error)).toEqual([])
  expect(requests).toEqual([])
})

test('a short placeholder key garbles nothing', async () => {
  const { pi } = await startPi(
    { status: 400, body: { error: 'already_approved' } },
    { apiKey: 'a' },
  )
  expect(await failureOf(pi.payments.approve(PAYMENT_ID))).toHaveProperty(
    'code',
    'already_approved',
  )
})
