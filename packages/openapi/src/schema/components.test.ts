import { expect, test } from 'vitest'
import * as z from 'zod'
import { createComponents } from './components.ts'

test('a schema with an id is there once, and is referred to', () => {
  const components = createComponents()
  const coin = z.string().meta({ id: 'TestCoin' })

  const purse = components.use(z.object({ one: coin, two: coin }), 'input')

  expect(purse).toMatchObject({
    properties: {
      one: { $ref: '#/components/schemas/TestCoin' },
      two: { $ref: '#/components/schemas/TestCoin' },
    },
  })
  expect(components.schemas()).toEqual({ TestCoin: { type: 'string' } })
})

test('one id for two shapes is refused, naming the id', () => {
  const components = createComponents()
  components.use(z.object({ a: z.string().meta({ id: 'TestTwice' }) }), 'input')
  expect(() =>
    components.use(z.object({ a: z.number().meta({ id: 'TestTwice' }) }), 'input'),
  ).toThrow('Two schemas have the id "TestTwice" and differ')
})

test('a schema that differs between request and response needs two ids', () => {
  const components = createComponents()
  const withDefault = z.object({ a: z.string().default('x') }).meta({ id: 'TestDefault' })
  components.use(withDefault, 'input')
  expect(() => components.use(withDefault, 'output')).toThrow('"TestDefault"')
})

test('a reference is followed, and what is beside it wins', () => {
  const components = createComponents()
  const id = z.string().meta({ id: 'TestId', description: 'An id', examples: ['x'] })
  const { properties } = components.resolve(
    components.use(z.object({ mine: id.describe('My id') }), 'input'),
  )
  expect(components.resolve(properties?.['mine'] ?? {})).toMatchObject({
    description: 'My id',
    examples: ['x'],
  })
})
