import { initContract } from '@ts-rest/core'
import { expect, test } from 'vitest'
import { operationsOf } from '../src/index.ts'

const c = initContract()
const route = (path: string) => ({
  method: 'GET' as const,
  path,
  responses: { 200: c.type<null>() },
})

test('the operations of nested routers are in the order of the contract, each under its name', () => {
  const contract = c.router({
    a: { write: route('/w'), b: { ping: route('/p') } },
    read: route('/r'),
  })
  expect(operationsOf(contract).map(({ name, route }) => [name, route.path])).toEqual([
    ['a.write', '/w'],
    ['a.b.ping', '/p'],
    ['read', '/r'],
  ])
})
