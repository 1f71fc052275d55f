import { expect, test } from 'vitest'
import { createMockClock } from '../src/mock/clock.ts'

const START = Date.UTC(2026, 0, 1)

/** A mock's clock that tests move, and the questions that are open. */
function fakeClock() {
  let now = START
  const open: { until: number; resolve: () => void }[] = []
  const wire = () => ({ now: new Date(now).toISOString(), frozen: true })
  let failures = 0
  const clock = createMockClock({
    clock: async () => wire(),
    clockAt: async (until, signal) => {
      if (failures > 0) {
        failures -= 1
        throw new Error('no response')
      }
      const at = Date.parse(until)
      if (now >= at) return wire()
      await new Promise<void>((resolve, reject) => {
        const question = { until: at, resolve }
        open.push(question)
        signal.addEventListener('abort', () => {
          open.splice(open.indexOf(question), 1)
          reject(signal.reason as Error)
        })
      })
      return wire()
    },
  })
  return {
    clock,
    open: () => open.map(({ until }) => until - START),
    failNext: () => void (failures += 1),
    async move(ms: number) {
      now += ms
      for (const question of open.filter(({ until }) => until <= now)) {
        open.splice(open.indexOf(question), 1)
        question.resolve()
      }
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('it knows no time before the first response', async () => {
  const { clock } = fakeClock()
  expect(clock.now()).toBeUndefined()
  expect(await clock.read()).toBe(START)
  expect(clock.now()).toBe(START)
})

test('one question is open, for the earliest of the times that are waited for', async () => {
  const { clock, open, move } = fakeClock()
  const reached: string[] = []
  const wait = (name: string, ms: number) =>
    void clock.waitUntil(START + ms).then((now) => reached.push(`${name} ${now - START}`))
  wait('late', 300)
  wait('early', 100)
  wait('also early', 100)
  await settle()
  expect(open()).toEqual([100])
  await move(150)
  expect([reached, open()]).toEqual([['early 150', 'also early 150'], [300]])
  await move(200)
  expect([reached.at(-1), open()]).toEqual(['late 350', []])
})

test('an abandoned wait rejects and closes its question', async () => {
  const { clock, open } = fakeClock()
  const controller = new AbortController()
  const waiting = clock.waitUntil(START + 100, controller.signal)
  await settle()
  expect(open()).toEqual([100])
  controller.abort(new Error('no longer'))
  await expect(waiting).rejects.toThrow('no longer')
  await settle()
  expect(open()).toEqual([])
  await expect(clock.waitUntil(START, controller.signal)).rejects.toThrow('no longer')
})

test('a question that fails is asked again', async () => {
  const { clock, failNext, move } = fakeClock()
  failNext()
  const waiting = clock.waitUntil(START + 100)
  await move(100)
  expect(await waiting).toBe(START + 100)
})
