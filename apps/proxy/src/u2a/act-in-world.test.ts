import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { anotherWorld } from '../mock-world/another-world.ts'
import type { WorldVerdict } from '../mock-world/world-guard.ts'
import { actOnPayment, type ActPorts } from './act-on-payment.ts'

const another: WorldVerdict = { ok: false, sentence: 'Another world', advice: 'Begin again' }

/** An approval in front of a mock whose payments are unknown; `say` gives the verdict about its world. */
function approve(isConfirmed: boolean) {
  const calls: string[] = []
  const verdict = Promise.withResolvers<WorldVerdict>()
  const ports = {
    world: {
      check: async (maxAgeMs: number) => {
        calls.push(`world ${maxAgeMs}`)
        return verdict.promise
      },
      isConfirmed: () => isConfirmed,
    },
    pi: {
      get: async () => {
        calls.push('read')
        return { kind: 'unknown', cause: 'unreachable', retryAfterMs: null }
      },
    },
    timeoutMs: 1_000,
  } as unknown as ActPorts
  const result = actOnPayment(ports, {
    paymentId: 'p',
    clientId: 'c',
    requestId: 'r',
    command: { action: 'approve' },
  })
  return { result, calls, say: verdict.resolve }
}

test('a payment is read while the world is asked for, if it was confirmed a moment ago', async () => {
  const { result, calls, say } = approve(true)
  await setImmediate()
  expect(calls).toEqual(['world 0', 'read'])

  say({ ok: true })
  expect(await result).toMatchObject({ refusal: { code: 'upstream_error' } })
})

test('a payment is not read before the world is known', async () => {
  const { result, calls, say } = approve(false)
  await setImmediate()
  expect(calls).toEqual(['world 0'])

  say({ ok: true })
  await result
  expect(calls).toEqual(['world 0', 'read'])
})

test.each([true, false])(
  'in another world that is the response (confirmed: %s)',
  async (before) => {
    const { result, say } = approve(before)
    say(another)
    expect(await result).toEqual(anotherWorld('Begin again'))
  },
)
