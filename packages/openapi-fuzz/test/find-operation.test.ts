import { expect, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { findOperation } from '../src/find-operation.ts'

const platform = await readDocument('platform')
const chain = await readDocument('chain')

test.each([
  ['GET', '/v2/me', 'GET /v2/me'],
  ['HEAD', '/v2/me/?a=/b', 'GET /v2/me'],
  ['GET', '/v2/payments/incomplete', 'GET /v2/payments/incomplete'],
  ['GET', '/v2/payments/x', 'GET /v2/payments/{paymentId}'],
  ['GET', '/v2/payments/%', 'GET /v2/payments/{paymentId}'],
  ['DELETE', '/v2/me', 'other_method'],
  ['POST', '/v2/payments/incomplete', 'other_method'],
  ['POST', '/v2/payments//approve', 'no_path'],
  ['GET', '/V2/me', 'no_path'],
  ['GET', '/v2/me//', 'no_path'],
])('%s %s is %s', (method, path, wanted) => {
  const found = findOperation(platform, method, path)
  const { kind } = found
  const shown = kind === 'operation' ? `${found.operation.method} ${found.operation.path}` : kind
  expect(shown).toBe(wanted)
})

test('the root is found with and without another slash', () => {
  for (const path of ['/', '//', '/?a=1']) {
    expect(findOperation(chain, 'GET', path)).toMatchObject({ operation: { path: '/' } })
  }
})
