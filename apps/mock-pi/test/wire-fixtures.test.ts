import { wireExchange, wireExchanges } from '@aloha-pi/contracts/fixtures'
import { expect, test } from 'vitest'
import { payFromApp } from './pay-from-app.ts'
import { startMock } from './start-mock.ts'

type Mock = Awaited<ReturnType<typeof startMock>>
type MockResponse = Awaited<ReturnType<Mock['call']>>

const PAYMENT = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
const newPayment = { amount: 1, memo: 'x', metadata: { a: 1 } }
const uidOf = async (mock: Mock, name: string, scopes?: string[]) =>
  (await mock.pi.me(await mock.signIn(name, { scopes }))).uid
const payOut = async (mock: Mock, uid?: string) =>
  mock.asApp('POST', '/payments', {
    payment: { ...newPayment, uid: uid ?? (await uidOf(mock, 'alice')) },
  })
/** The response to the last of these transactions for one payment. */
const completeWith = async (mock: Mock, ...memos: string[]) => {
  const { body: payment } = await payOut(mock)
  const responses: MockResponse[] = []
  for (const memo of memos) {
    const txid = await payFromApp(mock.world, payment, { memo })
    responses.push(await mock.asApp('POST', `/payments/${payment.identifier}/complete`, { txid }))
  }
  return responses.at(-1)!
}

const adStatus = (response: string | null) => async (mock: Mock) => {
  const ad = (await mock.control('/ads', { mediator_ack_status: response })).body.identifier
  return mock.asApp('GET', `/ads_network/status/${ad}`)
}
const notify = (mock: Mock, uids: string[]) =>
  mock.asApp('POST', '/in_app_notifications/notify', {
    notifications: uids.map((uid) => ({ title: 'T', body: 'B', user_uid: uid, subroute: '/' })),
  })
const consenting = (mock: Mock, name: string) => uidOf(mock, name, ['in_app_notifications'])
const asAlice = async (mock: Mock, path: string, scopes?: string[]) =>
  mock.call('GET', path, {
    headers: { authorization: `Bearer ${await mock.signIn('alice', { scopes })}` },
  })

/** How the mock is led to return what someone saw at Pi. */
const responses: Record<string, (mock: Mock) => Promise<MockResponse>> = {
  'platform-ads-status-failed': adStatus('failed'),
  'platform-ads-status-granted': adStatus('granted'),
  'platform-ads-status-pending': adStatus(null),
  'platform-ads-status-revoked': adStatus('revoked'),
  'platform-me-get': (mock) => asAlice(mock, '/v2/me'),
  'platform-me-get-documented': (mock) => asAlice(mock, '/v2/me', ['username']),
  'platform-me-get-bad-token': (mock) =>
    mock.call('GET', '/v2/me', { headers: { authorization: 'Bearer tampered' } }),
  'platform-notifications-notify': async (mock) => notify(mock, [await consenting(mock, 'alice')]),
  'platform-notifications-notify-quota': async (mock) =>
    notify(mock, [
      ...Array(49).fill(await consenting(mock, 'alice')),
      ...Array(49).fill(await consenting(mock, 'bob')),
    ]),
  'platform-notifications-notify-too-many': (mock) =>
    notify(mock, Array(257).fill(crypto.randomUUID())),
  'platform-payments-approve': async (mock) =>
    mock.asApp('POST', `/payments/${(await mock.havePayment('created')).id}/approve`),
  'platform-payments-approve-forbidden': async (mock) => {
    await mock.control('/settings', { foreign_payment: 'forbidden' }, 'PATCH')
    const { body: other } = await mock.control('/apps', { name: 'other' })
    return mock.call('POST', `/v2/payments/${(await mock.havePayment('created')).id}/approve`, {
      headers: { authorization: `Key ${other.api_key}` },
    })
  },
  'platform-payments-approve-invalid-authorization': (mock) =>
    mock.call('POST', `/v2/payments/${PAYMENT}/approve`),
  'platform-payments-approve-invalid-key': (mock) =>
    mock.call('POST', `/v2/payments/${PAYMENT}/approve`, {
      headers: { authorization: `Key ${'a'.repeat(64)}` },
    }),
  'platform-payments-cancel-tx-present': async (mock) =>
    mock.asApp('POST', `/payments/${(await mock.havePayment('paid')).id}/cancel`),
  'platform-payments-complete': async (mock) => {
    const { id, txid } = await mock.havePayment('paid')
    return mock.asApp('POST', `/payments/${id}/complete`, { txid })
  },
  'platform-payments-complete-form': async (mock) => {
    const { id, txid } = await mock.havePayment('paid')
    return mock.call('POST', `/v2/payments/${id}/complete`, {
      headers: { authorization: `Key ${mock.apiKey}` },
      body: new URLSearchParams({ txid }),
    })
  },
  'platform-payments-complete-payment-already-linked-with-a-tx': (mock) =>
    completeWith(mock, 'wrong', 'again'),
  'platform-payments-complete-tx-memo-payment-identifier-mismatch': (mock) =>
    completeWith(mock, 'wrong'),
  'platform-payments-create': (mock) => payOut(mock),
  'platform-payments-create-invalid-metadata': (mock) =>
    mock.asApp('POST', '/payments', {
      payment: { ...newPayment, metadata: {}, uid: crypto.randomUUID() },
    }),
  'platform-payments-create-missing-scope': async (mock) => {
    await mock.control('/users', { username: 'carol' })
    return payOut(mock, await uidOf(mock, 'carol', ['username']))
  },
  'platform-payments-create-ongoing-payment': async (mock) => {
    await payOut(mock)
    return payOut(mock)
  },
  'platform-payments-create-user-not-found': (mock) => payOut(mock, crypto.randomUUID()),
  'platform-payments-create-user-not-found-empty-uid': (mock) =>
    mock.asApp('POST', '/payments', { payment: { ...newPayment, uid: '' } }),
  'platform-payments-incomplete': async (mock) => {
    await payOut(mock)
    return mock.asApp('GET', '/payments/incomplete_server_payments')
  },
  'platform-payments-get': (mock) => mock.asApp('GET', `/payments/${PAYMENT}`),
  'platform-payments-get-not-found': (mock) => mock.asApp('GET', '/payments/unknown'),
  'platform-sdk-incomplete-payment-none': (mock) => asAlice(mock, '/v2/payments/incomplete'),
  'platform-sdk-incomplete-payment': async (mock) => {
    await mock.havePayment('paid')
    return asAlice(mock, '/v2/payments/incomplete')
  },
  'chain-root': async (mock) => {
    await mock.control('/settings', { chain: '2025-12' }, 'PATCH')
    return mock.call('GET', '/')
  },
  'chain-transaction': async (mock) => {
    const address = mock.world.users.find('alice')?.wallet?.address
    const { body: funded } = await mock.control('/ledger/fund', { address, amount: 1 })
    return mock.call('GET', `/transactions/${funded.txid}`)
  },
  'chain-transaction-a2u': async (mock) => {
    const { body: payment } = await payOut(mock)
    return mock.call('GET', `/transactions/${await payFromApp(mock.world, payment)}`)
  },
  'chain-transaction-not-found': (mock) => mock.call('GET', `/transactions/${'a'.repeat(64)}`),
  'chain-transaction-with-memo': async (mock) =>
    mock.call('GET', `/transactions/${(await mock.havePayment('paid')).txid}`),
}

/** The response of 2021 that needs a fault. */
const notServedYet = ['platform-payments-complete-crash']

test('every response in the fixtures is either given by the mock or listed as missing', () => {
  const current = wireExchanges.filter(
    ({ name, response, legacy }) => response != null && !legacy && /^(platform|chain)-/.test(name),
  )
  expect([...Object.keys(responses), ...notServedYet].sort()).toEqual(
    current.map(({ name }) => name).sort(),
  )
})

test.each(Object.keys(responses))(
  '%s: the mock responds with the same status and fields',
  async (name) => {
    const { response } = wireExchange(name)
    const mock = await startMock({ spelling: 'wire' })

    const { status, body } = await responses[name]!(mock)

    expect(status).toBe(response!.status)
    expect(missingFields(response!.body ?? null, body)).toEqual([])
  },
)

test.each(Object.keys(responses).filter((name) => wireExchange(name).response!.headers != null))(
  '%s: the mock responds in the same media type',
  async (name) => {
    const { headers } = await responses[name]!(await startMock())
    expect(headers.get('content-type')).toBe(wireExchange(name).response!.headers!['content-type'])
  },
)

test.each(Object.keys(responses).filter((name) => wireExchange(name).response!.status >= 400))(
  '%s: the words that are not placeholders are the same',
  async (name) => {
    const { response, placeholders = [] } = wireExchange(name)
    const { body } = await responses[name]!(await startMock({ spelling: 'wire' }))
    const fixed = Object.entries(response!.body ?? {}).filter(
      ([field, value]) =>
        typeof value === 'string' && !placeholders.includes(`response.body.${field}`),
    )
    expect(body ?? {}).toMatchObject(Object.fromEntries(fixed))
  },
)

const requests = wireExchanges.filter(
  ({ name, request }) => request != null && /^(guide|platform)-/.test(name),
)
const statusOf = (name: string) => {
  if (name === 'platform-me-get-bad-token') return 401
  if (name === 'platform-payments-create-invalid-metadata') return 400
  return name === 'platform-notifications-notify' ? 201 : 200
}

test.each(requests.map((each) => [each.name, each] as const))(
  '%s: the request is understood as it is documented',
  async (name, { operation, request }) => {
    const mock = await startMock()
    const state = operation === 'platform payments.complete' ? 'paid' : 'created'
    const { id, txid } = await mock.havePayment(state)
    const ad = (await adStatus('granted')(mock)).body.identifier
    const { method, path, headers, body, text } = request!
    const token = operation.startsWith('platform sdk')
      ? await mock.signIn('bob')
      : await mock.signIn()
    const secret = /^bearer/i.test(headers['authorization']!) ? token : mock.apiKey
    const isBad = name.endsWith('bad-token')

    const response = await mock.call(
      method,
      path.replace(/eWXs\w+|tG76\w+/, id).replace(/ad-\w+/, ad),
      {
        headers: isBad
          ? headers
          : { ...headers, authorization: headers['authorization']!.replace(/ .*/, ` ${secret}`) },
        ...(text == null
          ? { json: withRealIds(body, { uid: await uidOf(mock, 'alice'), txid }) }
          : { body: text.replace(/txid=\w+/, `txid=${txid}`) }),
      },
    )

    expect(response.status).toBe(statusOf(name))
  },
)

/** The body with the ids of this mock where it has any. */
function withRealIds(body: unknown, { uid, txid }: { uid: string; txid: string }): unknown {
  if (body === undefined) return undefined
  return JSON.parse(JSON.stringify(body), (name, value) =>
    name === 'uid' ? uid : name === 'txid' ? txid : value,
  )
}

/** Paths of the sample that the response lacks, or has with another type. A null says nothing of the type. */
function missingFields(sample: unknown, response: unknown, path = ''): string[] {
  if (sample == null) return []
  if (typeof sample !== 'object') return typeof response === typeof sample ? [] : [path]
  return Object.entries(sample).flatMap(([name, value]) => {
    // The ledger keeps no envelopes yet; what is in metadata is the developer's.
    if (name === 'envelope_xdr' || name === 'metadata') return []
    // Links lead only to what the mock serves.
    if (`${path}.${name}` === '._links.effects') return []
    const has = typeof response === 'object' && response != null && name in response
    return has
      ? missingFields(value, Reflect.get(response, name), `${path}.${name}`)
      : [`${path}.${name}`]
  })
}
