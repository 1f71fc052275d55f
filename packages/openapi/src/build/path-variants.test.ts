import { expect, test } from 'vitest'
import { pathVariants } from './path-variants.ts'

test('a route without an optional parameter is one path', () => {
  expect(pathVariants('/payments/:paymentId/complete')).toEqual([
    { path: '/payments/{paymentId}/complete', parameters: ['paymentId'] },
  ])
})

test('a route with an optional parameter at its end is two paths', () => {
  expect(pathVariants('/complete/:id/:txid?')).toEqual([
    { path: '/complete/{id}', parameters: ['id'] },
    { path: '/complete/{id}/{txid}', parameters: ['id', 'txid'], extra: 'txid' },
  ])
})

test('an optional parameter in the middle is refused', () => {
  expect(() => pathVariants('/a/:b?/c')).toThrow('only the last path parameter can be optional')
})
