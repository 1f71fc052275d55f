import { expect, test } from 'vitest'
import { createWaitingRoom, type Wait } from './waiting-room.ts'

/** A room whose timers and changes only the test makes happen. */
function haveRoom(limit = 2) {
  const timers = new Map<() => void, number>()
  const listeners = new Set<() => void>()
  const room = createWaitingRoom(
    () => limit,
    (ms, act) => {
      const run = () => {
        timers.delete(run)
        act()
      }
      timers.set(run, ms)
      return () => void timers.delete(run)
    },
  )
  const state = { isOver: false, dueIn: null as number | null }
  const controller = new AbortController()
  const wait: Wait = {
    isOver: () => state.isOver,
    msUntilDue: () => state.dueIn,
    changes: [
      (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    ],
    timeoutMs: 1000,
    signals: [controller.signal],
  }
  return {
    room,
    state,
    wait,
    abort: () => controller.abort(),
    change: () => {
      for (const listener of listeners) listener()
    },
    pending: () => [...timers.values()].toSorted((a, b) => a - b),
    /** Lets the timer that is due first fire. */
    elapse: () => {
      const [first] = [...timers].toSorted(([, a], [, b]) => a - b)
      first?.[0]()
    },
    leftBehind: () => timers.size + listeners.size + room.count(),
  }
}

test('what has come already is not waited for, nor is anything for 0 ms', async () => {
  const { room, wait, state, leftBehind } = haveRoom(0)
  expect(await room.wait({ ...wait, timeoutMs: 0 })).toBe('over')
  state.isOver = true
  expect(await room.wait(wait)).toBe('over')
  expect(leftBehind()).toBe(0)
})

test('a change ends the wait when it brings what is waited for', async () => {
  const { room, wait, state, change, leftBehind } = haveRoom()
  const waiting = room.wait(wait)
  change()
  expect(room.count()).toBe(1)
  state.isOver = true
  change()
  expect(await waiting).toBe('over')
  expect(leftBehind()).toBe(0)
})

test('time alone brings what is due, and nothing is looked at in between', async () => {
  const { room, wait, state, pending, elapse, change, leftBehind } = haveRoom()
  state.dueIn = 300
  const waiting = room.wait(wait)
  expect(pending()).toEqual([300, 1000])
  state.dueIn = 0.4
  elapse()
  expect(pending()).toEqual([1, 1000])
  state.dueIn = null
  change()
  expect(pending()).toEqual([1000])
  state.dueIn = 50
  change()
  state.isOver = true
  elapse()
  expect(await waiting).toBe('over')
  expect(leftBehind()).toBe(0)
})

test('a wait ends with its time, and with each of its signals', async () => {
  for (const end of ['elapse', 'abort'] as const) {
    const waiting = haveRoom()
    waiting.state.dueIn = end === 'abort' ? 300 : null
    const ended = waiting.room.wait(waiting.wait)
    waiting[end]()
    expect(await ended).toBe('over')
    expect(waiting.leftBehind()).toBe(0)
  }
  const { room, wait, abort, leftBehind } = haveRoom()
  abort()
  expect(await room.wait(wait)).toBe('over')
  expect(leftBehind()).toBe(0)
})

test('no more wait than the limit allows, and one that ends makes room', async () => {
  const { room, wait, abort, leftBehind } = haveRoom(2)
  const signals = [new AbortController().signal]
  const first = room.wait(wait)
  const second = room.wait({ ...wait, timeoutMs: 5, signals })
  expect(await room.wait({ ...wait, signals })).toBe('full')
  expect(room.count()).toBe(2)
  abort()
  await first
  const controller = new AbortController()
  const third = room.wait({ ...wait, signals: [controller.signal] })
  expect(room.count()).toBe(2)
  controller.abort()
  await third
  expect(room.count()).toBe(1)
  void second
  expect(leftBehind()).toBe(3)
})

test('a look that fails ends the wait with its error', async () => {
  const { room, wait, change, leftBehind } = haveRoom()
  let looks = 0
  const isOver = () => {
    looks += 1
    if (looks > 1) throw new Error('broken')
    return false
  }
  const waiting = room.wait({ ...wait, isOver })
  change()
  await expect(waiting).rejects.toThrow('broken')
  expect(leftBehind()).toBe(0)
})
