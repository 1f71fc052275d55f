import type { Request, Response } from 'express'
import { expect, test, vi } from 'vitest'
import { inSequence } from '../src/index.ts'

type Next = (error?: unknown) => void
const nothing = {} as Request & Response

/** Runs handlers, and returns the `next` of express, to see how it was called. */
function run(...handlers: ((req: unknown, res: unknown, next: Next) => unknown)[]) {
  const next = vi.fn<Next>()
  inSequence<Request>(...handlers)(nothing, nothing, next)
  return next
}

test('each runs after the one before it, and express goes on after the last one', () => {
  const ran: number[] = []
  const next = run(
    (_req, _res, proceed) => {
      ran.push(1)
      proceed()
      ran.push(3)
    },
    (_req, _res, proceed) => {
      ran.push(2)
      proceed()
    },
  )
  expect(ran).toEqual([1, 2, 3])
  expect(next.mock.calls).toEqual([[]])
  expect(run().mock.calls).toEqual([[]])
})

test('one that responds ends the sequence', () => {
  const later = vi.fn()
  expect(run(() => {}, later)).not.toHaveBeenCalled()
  expect(later).not.toHaveBeenCalled()
})

const failure = new Error('failed')
test.each([
  ['passes on an error', (_req: unknown, _res: unknown, next: Next) => next(failure)],
  [
    'throws',
    () => {
      throw failure
    },
  ],
  ['rejects', () => Promise.reject(failure)],
])('express gets the error of one that %s, also when it runs later', async (_, failing) => {
  const later = vi.fn()
  const atOnce = run(failing, later)
  const afterwards = run((_req, _res, next) => void setTimeout(next, 1), failing, later)
  for (const next of [atOnce, afterwards]) {
    await vi.waitFor(() => expect(next.mock.calls).toEqual([[failure]]))
  }
  expect(later).not.toHaveBeenCalled()
})

test.each([undefined, null])('one that fails with %s does not go on', async (reason) => {
  const thrown = run(() => {
    throw reason
  })
  const rejected = run(() => Promise.reject(reason))
  for (const next of [thrown, rejected]) {
    await vi.waitFor(() => expect(next.mock.calls).toEqual([[expect.any(Error)]]))
  }
})

test("express's own words pass on", () => {
  expect(run((_req, _res, next) => next('route')).mock.calls).toEqual([['route']])
})
