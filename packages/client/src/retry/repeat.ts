import type { WithResponse } from '../request/api-promise.ts'
import type { Call } from './open-call.ts'
import type { PreparedRequest } from '../request/prepare-request.ts'
import { isTransient } from './is-transient.ts'
import { attempt, keepOutcome } from './outcome-keeper.ts'

/** For reads, and writes that a server carries out once however often they come. */
export function repeat<Data>(
  call: Call,
  request: PreparedRequest<Data>,
  advice = '',
): Promise<WithResponse<Data>> {
  return keepOutcome(request, advice, async (state) => {
    for (;;) {
      const sent = await attempt(() => call.send(request), state)
      if (sent.ok) return sent.response
      if (!isTransient(sent.error) || !(await call.again(sent.error))) throw sent.error
    }
  })
}
