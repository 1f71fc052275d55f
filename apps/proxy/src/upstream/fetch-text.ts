import type { UnknownCause } from '../payouts/model/ports.ts'
import { readUpTo } from '../http/read-up-to.ts'

export type TextResponse =
  | { kind: 'response'; status: number; headers: Headers; text: string }
  | { kind: 'lost'; cause: Exclude<UnknownCause, 'unauthorized' | 'busy'>; isTooLarge: boolean }

type TextRequest = { url: string; init: RequestInit; timeoutMs: number; maxBytes: number }

/** One request, its whole response included in the deadline and in the size; redirects are not followed. */
export async function fetchText(
  fetch: typeof globalThis.fetch,
  { url, init, timeoutMs, maxBytes }: TextRequest,
): Promise<TextResponse> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, { ...init, signal, redirect: 'manual' })
    const { status, headers, body } = response
    if (status >= 300 && status < 400) {
      await body?.cancel()
      return lost('unusable')
    }
    const text = body == null ? '' : await readUpTo(body, maxBytes)
    return text == null ? lost('unusable', true) : { kind: 'response', status, headers, text }
  } catch (error) {
    if (signal.aborted) return lost('timeout')
    // undici reports every network failure as a TypeError.
    if (error instanceof TypeError) return lost('unreachable')
    throw error
  }
}

function lost(cause: 'timeout' | 'unreachable' | 'unusable', isTooLarge = false): TextResponse {
  return { kind: 'lost', cause, isTooLarge }
}
