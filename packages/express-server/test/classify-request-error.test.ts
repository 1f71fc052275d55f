import { RequestValidationError } from '@ts-rest/express'
import { expect, test } from 'vitest'
import { BodyRefusal, classifyRequestError } from '../src/index.ts'
import { serveTiny } from './tiny-server.ts'

const post = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers,
  body: new TextEncoder().encode(JSON.stringify(body)),
})

test.each([
  ['/things/UPPER', {}, 'path', 'id', 'must be 1 to 8 letters'],
  ['/things/a%2Fb', {}, 'path', 'id', 'must be 1 to 8 letters'],
  ['/things/a?limit=x', {}, 'query', 'limit', 'must be a number'],
  ['/things/a?limit=1&limit=2', {}, 'query', 'limit', 'must be a number'],
  ['/things/a?page=1', {}, 'query', 'query', 'must not have "page"'],
  ['/things', post(1, { 'x-tag': 'a b' }), 'headers', 'x-tag', 'must be letters'],
  ['/orders', post({ item: { count: '1' } }), 'body', 'item.count', 'must be a number'],
  ['/orders', post({ item: { count: 1, id: 2 } }), 'body', 'item', 'must not have "id"'],
  ['/orders', post([]), 'body', 'body', 'must be an object'],
  ['/orders', { method: 'POST' }, 'body', 'body', 'is required'],
  ['/things/a/finish', post(null), 'body', 'body', 'must be empty or {}'],
])('%s with %j: the %s is wrong, %s %s', async (path, init, where, field, rule) => {
  const { ask } = await serveTiny()
  const response = await ask(path, init)
  expect(response).toEqual({
    status: 400,
    body: { kind: 'invalid', where, issue: { field, rule } },
  })
})

test('a path that is wrong is reported before a body that is wrong', async () => {
  const { ask } = await serveTiny()
  const response = await ask('/things/UPPER/finish', post({ extra: 1 }))
  expect(response.body).toMatchObject({ kind: 'invalid', where: 'path' })
})

test.each(['/things/%', '/things/%ff', '/things/%c0%ae'])(
  'the URL %s that does not decode is the fault of its sender',
  async (path) => {
    const { ask } = await serveTiny()
    expect(await ask(path)).toEqual({ status: 400, body: { kind: 'bad_url' } })
  },
)

test('a response that breaks the contract is a fault, and is not sent', async () => {
  const { ask } = await serveTiny()
  const response = await ask('/broken')
  expect(response).toMatchObject({ status: 500, body: { kind: 'fault' } })
})

test('whatever else is thrown is a fault, and is passed on as it is', () => {
  for (const error of [new Error('x'), new TypeError('y'), 'text', null, undefined]) {
    expect(classifyRequestError(error)).toEqual({ kind: 'fault', error })
  }
  const empty = new RequestValidationError(null, null, null, null)
  expect(classifyRequestError(empty)).toEqual({ kind: 'fault', error: empty })
})

test('a refused body keeps its kind, its reason and its cause', () => {
  const cause = new SyntaxError('Unexpected token')
  const refusal = new BodyRefusal('malformed', 'it is not valid JSON', { cause })
  expect(classifyRequestError(refusal)).toEqual({
    kind: 'body',
    refusal: 'malformed',
    reason: 'it is not valid JSON',
  })
  expect(refusal).toMatchObject({
    name: 'BodyRefusal',
    message: 'The body is refused: it is not valid JSON',
    cause,
  })
})
