import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { alohaContract, alohaScopes, type AlohaOperation } from '@aloha-pi/contracts/aloha'
import { operationsOf } from '@aloha-pi/contracts'
import { afterAll, expect, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { coded, html500, silent } from './fake-pi-faults.ts'
import { TXID } from './pi-payment.ts'
import { createCaller, startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url, {}, [
  { scopes: [...alohaScopes] },
  { scopes: [...alohaScopes] },
  ...alohaScopes.map((scope) => ({ scopes: [scope] })),
])
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const [alice, bob, ...oneScope] = proxy.keys
const { call } = proxy

type Raw = { status: number; headers: Record<string, unknown>; body: string }

/** Sends the header values exactly as they are, also several of one name. */
async function send(method: string, path: string, authorization: string[]): Promise<Raw> {
  const url = new URL(`/v1/transaction/${path}`, proxy.url)
  const headers = ['Host', url.host, 'X-Request-Id', 'same-for-all', 'Content-Length', '0']
  for (const value of authorization) headers.push('Authorization', value)
  const { promise, resolve, reject } = Promise.withResolvers<Raw>()
  request(url, { method, headers }, (res) => {
    text(res).then(
      (body) => resolve({ status: res.statusCode!, headers: res.headers, body }),
      reject,
    )
  })
    .on('error', reject)
    .end()
  return promise
}

const wrongSecret = `${DEVELOPMENT_KEY.slice(0, -1)}X`
const notAccepted: [name: string, authorization: string[]][] = [
  ['none', []],
  ['an empty one', ['']],
  ['only a scheme', ['Bearer']],
  ['a bare key', [DEVELOPMENT_KEY]],
  ["Pi's scheme", [`Key ${DEVELOPMENT_KEY}`]],
  ['Basic', [`Basic ${Buffer.from(`x:${DEVELOPMENT_KEY}`).toString('base64')}`]],
  ['a wrong secret', [`Bearer ${wrongSecret}`]],
  ['a lower-case scheme with a wrong secret', [`bearer ${wrongSecret}`]],
  ['a made-up key', [`Bearer aloha_live_${'0'.repeat(11)}_${'0'.repeat(49)}`]],
  ['two keys in one', [`Bearer ${DEVELOPMENT_KEY} ${DEVELOPMENT_KEY}`]],
  ['10 kB', [`Bearer ${'A'.repeat(10_000)}`]],
]

test('P1: every Authorization that is not a valid key gets the same response, byte for byte', async () => {
  const responses = await Promise.all(
    notAccepted.map(([, authorization]) => send('POST', 'u2a/approve/SomePayment', authorization)),
  )

  for (const [index, { status, headers, body }] of responses.entries()) {
    const name = notAccepted[index]![0]
    expect([name, status, headers['www-authenticate'], body]).toEqual([
      name,
      401,
      'Bearer',
      responses[0]!.body,
    ])
  }
  expect(JSON.parse(responses[0]!.body)).toEqual({
    success: false,
    action: 'approve',
    direction: 'u2a',
    error: 'A valid API key is required: Authorization: Bearer API_KEY',
    code: 'unauthorized',
    request_id: 'same-for-all',
  })
  expect(pi.requests).toEqual([])
})

test('P1: two Authorization headers are a 400, whichever of them is valid', async () => {
  const [good, wrong] = [`Bearer ${DEVELOPMENT_KEY}`, `Bearer ${wrongSecret}`]
  const bodies = new Set<string>()
  for (const both of [
    [good, good],
    [wrong, good],
    [good, wrong],
    [wrong, wrong],
  ]) {
    const { status, body } = await send('POST', 'u2a/approve/SomePayment', both)
    expect(status).toBe(400)
    bodies.add(body)
  }
  expect(bodies.size).toBe(1)
  expect(pi.requests).toEqual([])
})

test('P1: the scheme may be written in any case', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const id = pi.havePayment('created')
    expect(await send('POST', `u2a/approve/${id}`, [`${scheme} ${alice!.secret}`])).toMatchObject({
      status: 200,
    })
  }
})

test.each(['api_key', 'key', 'access_token', 'Authorization'])(
  'P1: a key in the query string (%s) does not work',
  async (name) => {
    const query = `${name}=${encodeURIComponent(`Bearer ${DEVELOPMENT_KEY}`)}`
    expect(await send('POST', `u2a/approve/SomePayment?${query}`, [])).toMatchObject({
      status: 401,
    })
  },
)

test('P1: details needs no key, and refuses a wrong one', async () => {
  const id = pi.havePayment('created')

  expect(await call(`GET u2a/details/${id}`, { key: null })).toMatchObject({ status: 200 })
  for (const [, authorization] of notAccepted.slice(1)) {
    expect(await send('GET', `u2a/details/${id}`, authorization)).toMatchObject({ status: 401 })
  }
})

test('P1: the key is checked before the body is looked at', async () => {
  const response = await call('POST a2u/create', { key: null, body: '{"broken' })

  expect(response).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
})

const routes = operationsOf(alohaContract).map(({ route: { method, path, metadata } }) => {
  const { scope, credential, direction } = metadata as AlohaOperation
  const route = `${method} ${path.slice('/v1/transaction/'.length)}`
  return { route, scope, credential, direction }
})

test.each(routes)(
  'P6: $route serves only the scope $scope, unless it needs no key',
  async (operation) => {
    const { route, scope, credential, direction } = operation
    const id = pi.havePayment('paid', {
      direction: direction === 'u2a' ? 'user_to_app' : 'app_to_user',
    })
    const path = route.replace(':piPayId', id).replace(':piTxId?', TXID)

    const refused = []
    for (const key of oneScope) {
      const { status } = await call(path, { key: key.secret })
      if (status === 403) refused.push(key.scopes[0])
    }
    const anonymous = await call(path, { key: null })

    const wrongScopes = alohaScopes.filter((other) => other !== scope)
    expect(refused).toEqual(credential === 'optional' ? [] : wrongScopes)
    expect(anonymous.status).toBe(credential === 'optional' ? 200 : 401)
  },
)

test.each(['approve', 'complete', 'abort'])(
  "P7: %s of another client's payment is 404, the same as for an unknown one",
  async (action) => {
    const id = pi.havePayment('created')
    const tail = action === 'complete' ? `/${TXID}` : ''
    expect(await call(`POST u2a/approve/${id}`, { key: alice!.secret })).toMatchObject({
      status: 200,
    })
    const before = pi.requests.length

    const headers = { 'x-request-id': 'same' }
    const foreign = await call(`POST u2a/${action}/${id}${tail}`, { key: bob!.secret, headers })
    const seenByPi = pi.requests.slice(before).map(({ operation }) => operation)
    const unknown = await call(`POST u2a/${action}/Unknown${tail}`, { key: bob!.secret, headers })

    expect(foreign.status).toBe(404)
    expect(JSON.stringify(foreign.body)).toBe(JSON.stringify(unknown.body).replace('Unknown', id))
    expect(seenByPi).toEqual(['read'])
    expect(pi.payments.get(id)?.status.cancelled).toBe(false)
  },
)

test.each([
  ['silent', silent, 504],
  ['broken', html500, 502],
  ['refusing', coded(400, 'brand_new_rule'), 422],
] as const)(
  "P7: with Pi %s another client's payment and an unknown one get the same response",
  async (_, fault, status) => {
    const id = pi.havePayment('created')
    await call(`POST u2a/approve/${id}`, { key: alice!.secret })
    pi.fail('read', fault)
    const headers = { 'x-request-id': 'same' }
    const ask = (action: string, payment: string) =>
      call(`POST u2a/${action}/${payment}`, { key: bob!.secret, headers })

    for (const action of ['approve', 'abort']) {
      const foreign = await ask(action, id)
      const unknown = await ask(action, 'Unknown')
      expect([foreign.status, foreign.body]).toEqual([unknown.status, unknown.body])
      expect(foreign.status).toBe(status)
    }
    pi.heal()
  },
)

test('P7: of two clients that race for a payment one gets it, the other 404', async () => {
  const id = pi.havePayment('created')

  const responses = await Promise.all(
    [alice!, bob!].map(({ secret }) => call(`POST u2a/approve/${id}`, { key: secret })),
  )

  expect(responses.map(({ status }) => status).sort()).toEqual([200, 404])
})

test('P7: details is public, and a payment keeps its owner when others read it', async () => {
  const id = pi.havePayment('created')
  await call(`POST u2a/approve/${id}`, { key: alice!.secret })

  expect(await call(`GET u2a/details/${id}`, { key: bob!.secret })).toMatchObject({ status: 200 })
  expect(await call(`POST u2a/abort/${id}`, { key: bob!.secret })).toMatchObject({ status: 404 })
  expect(await call(`POST u2a/abort/${id}`, { key: alice!.secret })).toMatchObject({ status: 200 })
})

test('P7: with PUBLIC_DETAILS=false details hides what another client owns, byte for byte', async () => {
  const closed = await startTestProxy(pi.url, { PUBLIC_DETAILS: 'false' }, [{}, {}])
  const [carol, dave] = closed.keys
  const id = pi.havePayment('created')
  await closed.call(`POST u2a/approve/${id}`, { key: carol!.secret })
  const headers = { 'x-request-id': 'same' }

  for (const direction of ['u2a', 'a2u']) {
    const ask = (payment: string, key: string) =>
      closed.call(`GET ${direction}/details/${payment}`, { key, headers })
    const foreign = await ask(id, dave!.secret)
    const unknown = await ask('Unknown', dave!.secret)
    expect([foreign.status, unknown.status]).toEqual([404, 404])
    expect(JSON.stringify(foreign.body)).toBe(JSON.stringify(unknown.body).replace('Unknown', id))
  }
  expect(await closed.call(`GET u2a/details/${id}`, { key: carol!.secret })).toMatchObject({
    status: 200,
  })
  const unclaimed = pi.havePayment('created')
  expect(await closed.call(`GET u2a/details/${unclaimed}`, { key: dave!.secret })).toMatchObject({
    status: 200,
  })
  await closed.close()
})

test('P6: with PUBLIC_DETAILS=false details needs the scope read', async () => {
  const closed = await startTestProxy(pi.url, { PUBLIC_DETAILS: 'false' }, [
    { scopes: ['u2a'] },
    { scopes: ['read'] },
  ])
  const id = pi.havePayment('created')
  const statuses = []
  for (const { secret } of closed.keys) {
    statuses.push((await closed.call(`GET u2a/details/${id}`, { key: secret })).status)
  }
  expect(statuses).toEqual([403, 200])
  await closed.close()
})

test('PUBLIC_DETAILS=false asks for a key', async () => {
  const closed = await startTestProxy(pi.url, { PUBLIC_DETAILS: 'false' })
  const id = pi.havePayment('created')
  const ask = createCaller(closed.url)

  expect(await ask(`GET u2a/details/${id}`, { key: null })).toMatchObject({ status: 401 })
  expect(await ask(`GET a2u/details/${id}`, { key: null })).toMatchObject({ status: 401 })
  expect(await ask(`GET u2a/details/${id}`)).toMatchObject({ status: 200 })
  await closed.close()
})

test('the development key opens nothing in front of the real Pi, and is not shown there', async () => {
  // Nothing is sent to it: no call gets past the key.
  const live = await startTestProxy('https://api.minepi.com', { PUBLIC_DETAILS: 'false' })
  const ask = createCaller(live.url)

  expect(live.developmentKey).toBeNull()
  expect(await ask('GET u2a/details/abc')).toMatchObject({ status: 401 })
  expect(await ask('POST u2a/approve/abc')).toMatchObject({ status: 401 })
  expect(await (await fetch(`${live.url}/docs/init.js`)).text()).not.toContain('aloha_test_')
  await live.close()
})
