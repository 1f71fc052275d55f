import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const origin = 'https://app.example'

test('an app has the origins that it was made with, until they are changed', async () => {
  const { control, call } = await startMock()
  const made = await control('/apps', { name: 'shop', origins: [origin] })
  const id: string = made.body.app_id
  const changed = await control(`/apps/${id}`, { origins: ['http://app.test:8080'] }, 'PATCH')
  const unchanged = await control(`/apps/${id}`, {}, 'PATCH')

  expect(made).toMatchObject({ status: 201, body: { origins: [origin] } })
  expect(changed).toMatchObject({
    status: 200,
    body: { ...made.body, origins: ['http://app.test:8080'] },
  })
  expect(unchanged.body).toEqual(changed.body)
  const { apps } = (await call('GET', '/_mock/apps')).body
  expect(apps.map((app: { origins: string[] }) => app.origins)).toEqual([
    [],
    ['http://app.test:8080'],
  ])
})

test('an origin belongs to one app', async () => {
  const { control, appId } = await startMock({ appOrigins: [origin] })
  const { body: shop } = await control('/apps', { name: 'shop' })
  const taken = {
    status: 409,
    body: {
      error: 'already_exists',
      error_message: `An app with the origin ${origin} already exists`,
    },
  }
  expect(await control('/apps', { origins: ['https://b.example', origin] })).toMatchObject(taken)
  expect(await control(`/apps/${shop.app_id}`, { origins: [origin] }, 'PATCH')).toMatchObject(taken)
  expect((await control(`/apps/${appId}`, { origins: [origin] }, 'PATCH')).status).toBe(200)
  expect((await control(`/apps/${appId}`, { origins: [] }, 'PATCH')).status).toBe(200)
  expect((await control(`/apps/${shop.app_id}`, { origins: [origin] }, 'PATCH')).status).toBe(200)
})

test.each([
  ['POST', '/apps'],
  ['PATCH', '/apps/none'],
])('%s %s with what is not an origin names the field and the rule', async (method, path) => {
  const { control } = await startMock()
  for (const bad of ['*', 'null', 'app.example', `${origin}/`, `${origin}:443`, 'https://a@b.c']) {
    const refused = await control(path, { origins: [origin, bad] }, method)
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    expect(refused.body.error_message).toMatch(
      /^origins\[1\] must be an origin as browsers send it/,
    )
  }
  const unknown = await control(path, { origin }, method)
  expect(unknown.body.error_message).toBe('body must not have "origin"')
})

test('an app that there is not cannot be changed', async () => {
  const { control } = await startMock()
  expect(await control('/apps/none', { origins: [origin] }, 'PATCH')).toMatchObject({
    status: 404,
    body: { error: 'app_not_found', error_message: 'There is no app none' },
  })
})

test('origins given at the start are back after a reset', async () => {
  const { control, call, appId } = await startMock({ appOrigins: [origin] })
  await control(`/apps/${appId}`, { origins: [] }, 'PATCH')
  await control('/reset')
  expect((await call('GET', '/_mock/apps')).body.apps[0].origins).toEqual([origin])
})

test.each([
  [['x'], 'appOrigins.0 must be an origin as browsers send it'],
  [[origin, origin], 'appOrigins must not name an origin twice'],
])('a mock does not start with the origins %j', async (appOrigins, sentence) => {
  await expect(startMock({ appOrigins })).rejects.toThrow(sentence)
})

test('each app has a client id of its own, of 43 characters, the same for a seed', async () => {
  const mock = await startMock()
  const { body: shop } = await mock.control('/apps', { name: 'shop' })
  const { apps } = (await mock.call('GET', '/_mock/apps')).body
  const ids: string[] = apps.map((app: { client_id: string }) => app.client_id)
  expect(ids).toEqual([mock.clientId, shop.client_id])
  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect((await startMock()).clientId).toBe(mock.clientId)
  expect((await startMock({ seed: 'other' })).clientId).not.toBe(mock.clientId)
})

test('an app has the redirect URIs that it was made with, until they are changed', async () => {
  const { control, call } = await startMock()
  const redirect = 'https://app.example/signin/callback'
  const { body: made } = await control('/apps', { redirect_uris: [redirect] })
  expect(made.redirect_uris).toEqual([redirect])
  const id: string = made.app_id
  expect((await control(`/apps/${id}`, { origins: [origin] }, 'PATCH')).body.redirect_uris).toEqual(
    [redirect],
  )
  const changed = await control(`/apps/${id}`, { redirect_uris: [] }, 'PATCH')
  expect(changed.body).toEqual({ ...made, origins: [origin], redirect_uris: [] })
  const { apps } = (await call('GET', '/_mock/apps')).body
  expect(apps[1]).toEqual(changed.body)
})

test.each([
  ['POST', '/apps'],
  ['PATCH', '/apps/none'],
])('%s %s with a wrong redirect URI names the place and the rule', async (method, path) => {
  const { control } = await startMock()
  const sentence = async (redirect_uris: unknown) => {
    const refused = await control(path, { redirect_uris }, method)
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    return refused.body.error_message as string
  }
  expect(await sentence(['https://a.example', 'http://b.example'])).toBe(
    'redirect_uris[1] must be https, except on localhost, 127.0.0.1 and [::1]',
  )
  expect(await sentence(['https://a.example', 'https://a.example'])).toBe(
    'redirect_uris must not name a redirect URI twice',
  )
})
