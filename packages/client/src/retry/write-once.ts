import type { WithResponse } from '../request/api-promise.ts'
import type { Call } from './open-call.ts'
import type { PreparedRequest } from '../request/prepare-request.ts'
import { isTransient } from './is-transient.ts'
import { attempt, keepOutcome } from './outcome-keeper.ts'

/**
 * For writes that every request would carry out again: repeated only while it is certain that nothing was
 * done. After a lost response `lookUp` may find what was made.
 */
export function writeOnce<Data>(
  call: Call,
  request: PreparedRequest<Data>,
  advice: string,
  lookUp: () => Promise<WithResponse<Data> | undefined> = async () => undefined,
): Promise<WithResponse<Data>> {
  return keepOutcome(request, advice, async (state) => {
    for (;;) {
      const sent = await attempt(() => call.send(request), state)
      if (sent.ok) return sent.response
      const { error } = sent
      const found = state.lost ? await lookUp() : undefined
      if (found != null) return found
      if (state.lost || !isTransient(error) || !(await call.again(error))) throw error
    }
  })
}
