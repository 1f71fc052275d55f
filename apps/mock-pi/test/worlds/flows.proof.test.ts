import { expect, test } from 'vitest'
import { payInWorlds } from './pay-in-worlds.ts'

test('16 workers make 500 payments each, and no world has anything of another', async () => {
  expect(await payInWorlds({ workers: 16, flows: 500 })).toBe(8_000)
}, 600_000)
