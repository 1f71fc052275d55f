import { expect, test } from 'vitest'
import { createWriteCheck } from './watch-writes.ts'

test('a write is tried at most every five seconds, and at once again after a failure', async () => {
  let now = 0
  let tries = 0
  let isBroken = false
  const check = createWriteCheck(
    async () => {
      tries += 1
      if (isBroken) throw new Error('The disk is full')
    },
    () => now,
  )
  const triesAt = async (time: number) => {
    now = time
    const failure = await check().then(
      () => '',
      (error: Error) => error.message,
    )
    expect(failure).toBe(isBroken ? 'The disk is full' : '')
    return tries
  }
  expect(await triesAt(0)).toBe(1)
  expect(await triesAt(4_999)).toBe(1)
  expect(await triesAt(5_000)).toBe(2)
  isBroken = true
  expect(await triesAt(10_000)).toBe(3)
  expect(await triesAt(10_001)).toBe(4)
  isBroken = false
  expect(await triesAt(10_002)).toBe(5)
  expect(await triesAt(10_003)).toBe(5)
})
