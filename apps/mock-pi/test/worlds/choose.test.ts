import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { startMock } from '../start-mock.ts'

type Headers = Record<string, string>

async function startWorlds() {
  const mock = await startMock()
  const one = mock.worlds.create({ name: 'one' })
  const two = mock.worlds.create({ name: 'two' })
  return {
    mock,
    one,
    two,
    /** The name of the world that responds. */
    where: async (path: string, headers: Headers = {}) =>
      (await mock.call('GET', path, { headers })).body.name as unknown,
    /** Which world journals a call. */
    journaled: () => mock.worlds.list().map(({ journal }) => journal.list().total),
  }
}

test('the header, the prefix, or neither chooses the world', async () => {
  const { where } = await startWorlds()
  expect(await where('/_mock')).toBe('default')
  expect(await where('/_mock', { 'x-mock-world': 'one' })).toBe('one')
  expect(await where('/w/two/_mock')).toBe('two')
  expect(await where('/w/two/_mock', { 'x-mock-world': 'two' })).toBe('two')
  expect(await where('/w/default/_mock')).toBe('default')
  expect(await where('/_mock', { 'x-mock-world': 'default' })).toBe('default')
})

test('a key and a token choose the world that made them, also when they are not valid any more', async () => {
  const { mock, one, two, where, journaled } = await startWorlds()
  const key = (name: string) => ({ authorization: `Key ${name}` })
  expect(await where('/_mock', key(two.apiKey))).toBe('two')
  expect(await where('/_mock', key(mock.apiKey))).toBe('default')

  const { body } = await mock.call('POST', '/w/one/_mock/sign-in', { json: { username: 'alice' } })
  const token = { authorization: `bearer  ${body.access_token}` }
  expect(await where('/_mock', token)).toBe('one')
  const me = await mock.call('GET', '/v2/me', { headers: token })
  expect([me.status, me.body.username]).toEqual([200, 'alice'])
  one.world.clock.advance(one.world.settings.token_lifetime_ms)
  expect((await mock.call('GET', '/v2/me', { headers: token })).status).toBe(401)
  expect(journaled()).toEqual([0, 2, 0])
})

test('a key that no world made is a matter of the default world', async () => {
  const { mock, journaled } = await startWorlds()
  const headers = { authorization: `Key alohamock${'0'.repeat(55)}` }
  expect((await mock.call('GET', '/v2/payments/none', { headers })).status).toBe(401)
  expect((await mock.call('GET', '/w/one/v2/payments/none', { headers })).status).toBe(401)
  expect(journaled()).toEqual([1, 1, 0])
})

test.each<[string, string, Headers, string]>([
  [
    'header and prefix',
    '/w/two/_mock',
    { 'x-mock-world': 'one' },
    'The header x-mock-world names the world one, but the path names the world two. Send only one of them',
  ],
  [
    'header of the default world and prefix',
    '/w/two/v2/me',
    { 'x-mock-world': 'default' },
    'The header x-mock-world names the default world, but the path names the world two. Send only one of them',
  ],
  [
    'prefix and key',
    '/w/two/v2/me',
    { authorization: 'KEY' },
    'The path names the world two, but the API key is of the world one. Send only one of them',
  ],
  [
    'header and token',
    '/accounts/x',
    { 'x-mock-world': 'default', authorization: 'TOKEN' },
    'The header x-mock-world names the default world, but the access token is of the world one. Send only one of them',
  ],
])('%s that contradict each other are refused', async (_, path, given, message) => {
  const { mock, one, journaled } = await startWorlds()
  const { body: session } = await mock.call('POST', '/w/one/_mock/sign-in', {
    json: { username: 'alice' },
  })
  const { authorization = '', ...others } = given
  const known: Headers = { KEY: `Key ${one.apiKey}`, TOKEN: `Bearer ${session.access_token}` }
  const headers =
    authorization === '' ? others : { ...others, authorization: known[authorization]! }

  const refused = await mock.call('GET', path, { headers })
  expect(refused).toMatchObject({
    status: 400,
    body: { error: 'world_mismatch', error_message: message },
  })
  expect(refused.headers.get('x-mock-rule')).toBe('control/world_mismatch')
  expect(journaled()).toEqual([0, 0, 0])
})

test.each(['/_mock', '/v2/me', '/accounts/x', '/_wallet/state', '/docs', '/pi-sdk.js', '', '?a=1'])(
  'a world that is not there is refused at "%s", and never served by another one',
  async (path) => {
    const { mock, journaled } = await startWorlds()
    const body = {
      error: 'world_not_found',
      error_message:
        'There is no world none. POST /_mock/worlds with this name makes it; GET /_mock/worlds lists the worlds',
    }
    const inPath = await mock.call('GET', `/w/none${path}`)
    expect(inPath).toMatchObject({ status: 404, body })
    expect(inPath.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const headers = { 'x-mock-world': 'none' }
    expect(await mock.call('GET', path, { headers })).toMatchObject({ status: 404, body })
    const one = await mock.call('GET', `/w/none${path}`, { headers: { 'x-mock-world': 'one' } })
    expect(one).toMatchObject({ status: 404, body })
    expect(journaled()).toEqual([0, 0, 0])
  },
)

test('also a mock with one world refuses another one', async () => {
  const { call } = await startMock()
  expect((await call('GET', '/w/none/_mock')).status).toBe(404)
  expect((await call('GET', '/_mock', { headers: { 'x-mock-world': 'none' } })).status).toBe(404)
  expect((await call('GET', '/w/default/_mock')).body.name).toBe('default')
})

test.each([
  ['/w/..%2f/_mock', {}, 'The path'],
  ['/w//_mock', {}, 'The path'],
  [`/w/${'a'.repeat(65)}/_mock`, {}, 'The path'],
  ['/_mock', { 'x-mock-world': 'one, one' }, 'The header x-mock-world'],
  ['/_mock', { 'x-mock-world': '' }, 'The header x-mock-world'],
  ['/w/one/_mock', { 'x-mock-world': '_' }, 'The header x-mock-world'],
])('a wrong name in %s %j is named with its rule', async (path, headers, where) => {
  const { mock } = await startWorlds()
  const refused = await mock.call('GET', path, { headers })
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(refused.body.error_message).toBe(
    `${where} names a world: its name must be 1 to 64 letters, digits, "_" or "-", and begin with a letter or a digit`,
  )
})

test('a foreign Host learns nothing of worlds', async () => {
  const { mock } = await startWorlds()
  const headers = { host: 'evil.example' }
  const { status, text } = await rawRequest(`${mock.url}/w/none/_mock`, { headers })
  expect([status, JSON.parse(text).error]).toEqual([403, 'host_not_allowed'])
})
