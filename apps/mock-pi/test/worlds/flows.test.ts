import { expect, test } from 'vitest'
import { payInWorlds } from './pay-in-worlds.ts'

test('workers on one mock pay in worlds of their own, and none has anything of another', async () => {
  expect(await payInWorlds({ workers: 5, flows: 2 })).toBe(10)
})
