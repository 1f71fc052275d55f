import type { AlohaClient, FinalPayout, WaitOptions } from './aloha-client.ts'
import { checkCallOptions, checkMilliseconds } from '../options/call-options.ts'
import { withDeadline, type Endings } from '../request/deadline.ts'
import { AbortError } from '../errors/abort-error.ts'
import { ResponseShapeError } from '../errors/response-shape-error.ts'
import { TimeoutError } from '../errors/timeout-error.ts'
import { isTransient } from '../retry/is-transient.ts'
import type { Sleep } from '../options/system-ports.ts'

/** Reads a payout until it is final; trouble that passes by itself is waited out. */
export async function waitForPayout(
  details: AlohaClient['a2u']['details'],
  sleep: Sleep,
  id: string,
  { signal, timeoutMs = 120_000, intervalMs = 2_000 }: WaitOptions = {},
): Promise<FinalPayout> {
  checkCallOptions({ signal, timeoutMs })
  checkMilliseconds('intervalMs', intervalMs)
  const payout = `payout ${id}`
  let trouble: unknown
  const endings: Endings = {
    timedOut: () => {
      const sentence = `not final after ${timeoutMs} ms. It is still being processed: wait for it again.`
      return new TimeoutError(payout, timeoutMs, { sentence, cause: trouble })
    },
    aborted: (_, cause) => new AbortError(payout, { sent: true, cause }),
  }
  return withDeadline({ timeoutMs, signal }, endings, async (signal) => {
    for (;;) {
      try {
        const found = readFinal(await details(id, { signal }), id)
        if (found != null) return found
        trouble = undefined
      } catch (error) {
        if (!isTransient(error)) throw error
        trouble = error
      }
      await sleep(intervalMs, signal)
      signal.throwIfAborted()
    }
  })
}

type Details = Awaited<ReturnType<AlohaClient['a2u']['details']>>

function readFinal({ payout, payment }: Details, id: string): FinalPayout | undefined {
  if (payout == null) {
    const sentence = 'without a payout record: the proxy did not make this payment.'
    throw new ResponseShapeError(`payout ${id}`, 'wrong_shape', { status: 200, sentence })
  }
  const { status } = payout
  return status === 'processing' ? undefined : { payment, payout: { ...payout, status } }
}
