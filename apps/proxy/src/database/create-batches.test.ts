import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createBatches, type BatchOptions } from './create-batches.ts'

/** Batches of texts whose runs end when the test says so; a text in capitals makes its run fail. */
function openBatches(options?: BatchOptions<string>) {
  const runs: string[][] = []
  const ends: (() => void)[] = []
  const add = createBatches<string, string>(async (items) => {
    runs.push([...items])
    await new Promise<void>((resolve) => ends.push(resolve))
    const wrong = items.find((item) => item === item.toUpperCase())
    if (wrong != null) throw new Error(wrong)
    return items.map((item) => `${item}!`)
  }, options)
  /** Until the next run has begun, if there is one. */
  const turn = async () => {
    await setImmediate()
    await setImmediate()
  }
  const endAll = async () => {
    for (const end of ends.splice(0)) end()
    await turn()
  }
  return { add, runs, turn, endAll }
}

test('what comes at the same time runs together, and each gets its own result', async () => {
  const { add, runs, turn, endAll } = openBatches()
  const results = Promise.all(['a', 'b', 'c'].map(add))
  await turn()
  await endAll()

  expect(await results).toEqual(['a!', 'b!', 'c!'])
  expect(runs).toEqual([['a', 'b', 'c']])
})

test('what comes in the turns before a run goes with it, and what comes later waits', async () => {
  const { add, runs, turn, endAll } = openBatches({ turns: 3 })
  const results: Promise<string>[] = []
  for (const item of ['a', 'b', 'c', 'd']) {
    results.push(add(item))
    await setImmediate()
  }
  expect(runs).toEqual([['a', 'b', 'c']])

  await endAll()
  await turn()
  expect(runs).toEqual([['a', 'b', 'c'], ['d']])
  await endAll()
  expect(await Promise.all(results)).toEqual(['a!', 'b!', 'c!', 'd!'])
})

test('what comes during a run waits for the next one, which begins after it', async () => {
  const { add, runs, turn, endAll } = openBatches({ patienceMs: 60_000 })
  const results: Promise<string>[] = []
  for (const item of ['a', 'b', 'c']) {
    results.push(add(item))
    await turn()
  }
  expect(runs).toEqual([['a']])

  await endAll()
  expect(runs).toEqual([['a'], ['b', 'c']])
  await endAll()
  expect(await Promise.all(results)).toEqual(['a!', 'b!', 'c!'])
})

test('a run that takes too long holds up only what it has', async () => {
  const { add, runs, turn, endAll } = openBatches({ patienceMs: 5 })
  const results = [add('a')]
  await turn()
  results.push(add('b'))
  await vi.waitFor(() => expect(runs).toEqual([['a'], ['b']]))

  await endAll()
  expect(await Promise.all(results)).toEqual(['a!', 'b!'])
})

test('items with the same key run one after the other, in their order', async () => {
  const { add, runs, turn, endAll } = openBatches({ keyOf: (item) => item.slice(0, 1) })
  const results = Promise.all(['a1', 'a2', 'b1', 'a3'].map(add))
  await turn()
  for (const _ of [1, 2, 3]) await endAll()

  expect(await results).toEqual(['a1!', 'a2!', 'b1!', 'a3!'])
  expect(runs).toEqual([['a1', 'b1'], ['a2'], ['a3']])
})

test('a run has at most max items', async () => {
  const { add, runs, turn, endAll } = openBatches({ max: 2 })
  const results = Promise.all(['a', 'b', 'c'].map(add))
  await turn()
  for (const _ of [1, 2]) await endAll()

  expect(await results).toEqual(['a!', 'b!', 'c!'])
  expect(runs).toEqual([['a', 'b'], ['c']])
})

test('an error is the result of all in the run, and the next run is not concerned', async () => {
  const { add, turn, endAll } = openBatches()
  const results = Promise.allSettled(['a', 'B'].map(add))
  await turn()
  await endAll()
  expect(await results).toMatchObject([
    { status: 'rejected', reason: { message: 'B' } },
    { status: 'rejected', reason: { message: 'B' } },
  ])

  const next = add('c')
  await turn()
  await endAll()
  expect(await next).toBe('c!')
})

test('after an error of the right kind each is tried alone, and only the wrong one fails', async () => {
  const { add, runs, turn, endAll } = openBatches({ isTriedAlone: () => true })
  const results = Promise.allSettled(['a', 'B', 'c'].map(add))
  await turn()
  for (const _ of [1, 2, 3, 4]) await endAll()

  expect(await results).toMatchObject([
    { status: 'fulfilled', value: 'a!' },
    { status: 'rejected', reason: { message: 'B' } },
    { status: 'fulfilled', value: 'c!' },
  ])
  expect(runs).toEqual([['a', 'B', 'c'], ['a'], ['B'], ['c']])
})
