import { MOCK_API_KEY_PREFIX } from '@aloha-pi/contracts/control'
import { expect, test } from 'vitest'
import { fetchJson } from '../fetch-json.ts'
import { startMock } from '../start-mock.ts'

type Mock = Awaited<ReturnType<typeof startMock>>

async function entriesOf(mock: Mock, query = '') {
  const { body } = await mock.call('GET', `/_mock/journal${query}`)
  return body.entries
}

test('an entry shows request, response, operation, app and payment', async () => {
  const mock = await startMock()
  const { id } = await mock.havePayment()

  await mock.asApp('POST', `/payments/${id}/complete`, { txid: 'a'.repeat(64), note: 'hello' })

  const [entry, ...others] = await entriesOf(mock)
  expect(others).toEqual([])
  expect(entry).toMatchObject({
    id: 1,
    at: '2026-01-01T00:00:00.000Z',
    duration_ms: expect.any(Number),
    api: 'platform',
    operation: 'payments.complete',
    method: 'POST',
    path: `/v2/payments/${id}/complete`,
    query: null,
    app_id: mock.appId,
    payment_id: id,
    request: {
      credential: 'key',
      headers: { 'content-type': 'application/json' },
      body: { txid: 'a'.repeat(64), note: 'hello' },
      body_cut: false,
    },
    response: { status: 400, body: { error: 'not_verified' } },
    validation: { result: 'passed', message: null },
    fault: null,
    near: [],
    replay_of: null,
  })
  expect(entry.rule).toBe(entry.response.headers['x-mock-rule'])
})

test('secrets are masked, and credentials are not kept', async () => {
  const mock = await startMock()
  const token = await mock.signIn()
  const { seed } = mock.wallet
  await fetchJson(`${mock.url}/v2/me?access_token=${token}`, {
    headers: { authorization: `Bearer ${token}`, cookie: `session=${token}`, 'x-seed': seed },
  })
  await mock.asApp('POST', '/payments/user_to_app', { seed, key: mock.apiKey, token })

  const text = JSON.stringify(await entriesOf(mock))

  expect(text).toContain('a wallet seed')
  for (const secret of [token, seed, mock.apiKey, MOCK_API_KEY_PREFIX + mock.apiKey.slice(9, 20)]) {
    expect(text).not.toContain(secret)
  }
  const kept = JSON.stringify(
    mock.world.journal.select(() => true, 9).found.map(({ headers }) => headers),
  )
  expect(kept).not.toMatch(/authorization|cookie|Bearer|Key /i)
})

test.each([
  ['a field that breaks its rule', { txid: 1 }, 'request_failed', /^txid /],
  ['a body that is not JSON', undefined, 'request_failed', /^body is refused/],
])('the check of %s is shown', async (_, body, result, message) => {
  const mock = await startMock()
  const { id } = await mock.havePayment('approved')
  const path = `/v2/payments/${id}/complete`
  const headers = { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' }
  const sent = body === undefined ? '{' : JSON.stringify(body)
  await mock.call('POST', path, { headers, body: sent })

  const [entry] = (await entriesOf(mock, '?operation=payments.complete')).slice(-1)
  expect(entry.validation).toEqual({ result, message: expect.stringMatching(message) })
})

test('without the right key nothing is checked, and the body is shown all the same', async () => {
  const mock = await startMock()
  await mock.call('POST', '/v2/payments', {
    headers: { authorization: 'Key wrong' },
    json: { payment: { amount: 1 } },
  })
  expect(await entriesOf(mock)).toMatchObject([
    {
      operation: 'payments.create',
      app_id: null,
      request: { body: { payment: { amount: 1 } } },
      response: { status: 401 },
      validation: { result: 'not_checked', message: null },
    },
  ])
})

test('queries choose by api, operation, method, path, status, app, payment and id', async () => {
  const mock = await startMock()
  const { id } = await mock.havePayment('completed')
  await mock.call('GET', '/ledgers?limit=1')
  await mock.call('GET', '/nothing/here')
  const idsOf = async (query: string) =>
    (await entriesOf(mock, query)).map((entry: { id: number }) => entry.id)

  // 1 approve, 2 complete, 3 ledgers, 4 nothing
  expect(await idsOf('')).toEqual([1, 2, 3, 4])
  expect(await idsOf('?api=chain')).toEqual([3, 4])
  expect(await idsOf('?operation=payments.approve')).toEqual([1])
  expect(await idsOf('?method=GET')).toEqual([3, 4])
  expect(await idsOf('?path=/ledgers')).toEqual([3])
  expect(await idsOf('?path=/v2/*')).toEqual([1, 2])
  expect(await idsOf('?status=404')).toEqual([4])
  expect(await idsOf('?status=2xx')).toEqual([1, 2, 3])
  expect(await idsOf(`?app_id=${mock.appId}`)).toEqual([1, 2])
  expect(await idsOf(`?payment_id=${id}`)).toEqual([1, 2])
  expect(await idsOf('?since=2')).toEqual([3, 4])
  expect(await idsOf('?limit=1')).toEqual([4])
  const refused = await mock.call('GET', '/_mock/journal?status=9')
  expect(refused).toMatchObject({
    status: 400,
    body: { error_message: 'status must be a status like 404, or a class like 4xx' },
  })
})

test('a payment that a request began is found by its id', async () => {
  const mock = await startMock()
  const token = await mock.signIn()
  const { body } = await mock.call('POST', '/v2/payments/user_to_app', {
    headers: { authorization: `Bearer ${token}` },
    json: { amount: 1, memo: 'A payment', metadata: { order: '1' } },
  })
  const [entry] = await entriesOf(mock, `?payment_id=${body.identifier}`)
  expect(entry).toMatchObject({ operation: 'sdk.createUserPayment', app_id: mock.appId })
})

test('a large body is cut, and its size is shown', async () => {
  const mock = await startMock()
  const memo = 'no '.repeat(40_000)
  await mock.asApp('POST', '/payments', { payment: { memo } })
  const [entry] = await entriesOf(mock)
  expect(entry.request).toMatchObject({ body_cut: true, body: expect.stringContaining('no no') })
  expect(entry.request.body).toHaveLength(65_536)
  expect(entry.request.body_bytes).toBeGreaterThan(100_000)
})

test('the oldest entries are forgotten, by number and by size', async () => {
  const few = await startMock({ limits: { journal: 2 } })
  for (const name of ['/a', '/b', '/c']) await few.call('GET', name)
  expect((await entriesOf(few)).map(({ path }: { path: string }) => path)).toEqual(['/b', '/c'])

  const small = await startMock({ limits: { journalBytes: 100_000 } })
  for (const name of ['a', 'b', 'c'])
    await small.asApp('POST', `/payments/${name}/cancel`, { x: 'no '.repeat(20_000) })
  expect((await entriesOf(small)).map(({ id }: { id: number }) => id)).toEqual([3])
})

test.each([-1, 1.5, 100_001])(
  'a journal of %s entries is refused by name and rule',
  async (journal) => {
    await expect(startMock({ limits: { journal } })).rejects.toThrow(
      'limits.journal must be a whole number from 0 to 100000',
    )
  },
)

test('the control API and pages are kept only when asked for, and nothing when off', async () => {
  const mock = await startMock()
  await mock.control('/clock/freeze')
  await mock.call('GET', '/_mock/journal')
  expect(await entriesOf(mock)).toEqual([])
  await mock.control('/settings', { journal: 'all' }, 'PATCH')
  await mock.control('/clock/freeze')
  expect(await entriesOf(mock, '?operation=freezeClock')).toMatchObject([{ api: 'control' }])
  await mock.control('/settings', { journal: 'off' }, 'PATCH')
  await mock.call('GET', '/ledgers')
  expect(await entriesOf(mock, '?api=chain')).toEqual([])
})

test('clear forgets all, and reset begins a new journal', async () => {
  const mock = await startMock()
  await mock.call('GET', '/ledgers')
  expect((await mock.control('/journal/clear')).body).toEqual({ cleared: 1 })
  await mock.call('GET', '/ledgers')
  expect(await entriesOf(mock)).toMatchObject([{ id: 2 }])
  await mock.control('/reset')
  await mock.call('GET', '/ledgers')
  expect(await entriesOf(mock)).toMatchObject([{ id: 1 }])
})
