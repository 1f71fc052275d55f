import { expect, test } from 'vitest'
import { repeatCallback } from '../src/flows/repeat-callback.ts'
import type { Session } from '../src/flows/session.ts'
import type { Host } from '../src/host/host.ts'
import { createJournal } from '../src/journal.ts'

/** A session whose host responds to messages only, as a parent frame does, and whose time passes at once. */
function frameSession(decide: (asked: number) => boolean) {
  let now = 0
  let asked = 0
  const host = {
    async decideCallbackRetrial() {
      asked += 1
      return { retry: decide(asked) }
    },
  } as Partial<Host> as Host
  const clock: Session['clock'] = {
    now: () => now,
    take: () => now,
    read: async () => now,
    async waitUntil(at) {
      now = at
      return now
    },
  }
  const session: Session = {
    host,
    clock,
    journal: createJournal(() => now),
    platformAt: () => {
      throw new Error('The Platform API is not called')
    },
    isInitialised: true,
    scopes: [],
    signedIn: undefined,
    onIncompletePaymentFound: undefined,
    nextMessage: 0,
  }
  return session
}

async function timesOf(session: Session, signal = new AbortController().signal) {
  const times: (number | undefined)[] = []
  await repeatCallback(session, {
    phase: 'developerApproved',
    paymentId: 'p',
    callback: { name: 'onReadyForServerApproval', call: () => times.push(session.clock.now()) },
    signal,
  })
  return times
}

test('a callback is called at once and five times more, 10 s apart', async () => {
  const session = frameSession(() => true)
  expect(await timesOf(session)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000])
  expect(session.nextMessage).toBe(5)
})

test('the host ends the repeating', async () => {
  expect(await timesOf(frameSession((asked) => asked < 2))).toEqual([0, 10_000])
})

test('the end of the payment ends the repeating', async () => {
  const controller = new AbortController()
  const session = frameSession((asked) => {
    if (asked === 2) controller.abort()
    return true
  })
  expect(await timesOf(session, controller.signal)).toEqual([0, 10_000])
})
