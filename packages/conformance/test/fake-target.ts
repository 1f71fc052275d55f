import type { Send, WireRequest } from '../src/http/wire.ts'

/** What a fake target returns: a status, and a body as JSON unless it is text. */
export type FakeResponse = { status: number; body?: unknown; headers?: Record<string, string> }

/** A target in memory, which notes what it is sent. */
export function fakeTarget(response: (request: WireRequest) => FakeResponse) {
  const requests: WireRequest[] = []
  const send: Send = async (request) => {
    requests.push(request)
    const { status, body, headers = {} } = response(request)
    return {
      status,
      headers: Object.entries({ 'content-type': 'application/json', ...headers }),
      text: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
    }
  }
  return { send, requests }
}

/** Knows no payment and takes no key but the right one. */
export const unknown = { error: 'payment_not_found', error_message: 'Unknown.' }

/** Time that only waiting moves. */
export function fakeClock() {
  let now = 0
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    async sleep(ms: number) {
      waits.push(ms)
      now += ms
    },
  }
}

/** Names in a fixed order. */
export function countingIds() {
  let count = 0
  return () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`
}
