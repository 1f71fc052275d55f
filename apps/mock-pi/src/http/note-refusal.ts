import { maskSecrets } from '@aloha-pi/contracts'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Response } from 'express'
import type { NotedRefusal, RefusalLog, RefusedRequest } from '../explain/refusal-log.ts'

/** The world of a response, whose log a reset replaces. */
const WORLD = Symbol('world')
type Marked = Response & { [WORLD]?: { refusals: RefusalLog } }

/** What is refused with this response is noted in the log of the world. */
export function noteRefusalsIn(res: Response, world: { refusals: RefusalLog }) {
  const marked: Marked = res
  marked[WORLD] = world
}

/** Called with each refusal that is sent. */
export function noteRefusal(
  res: Response,
  { rule, status, body }: { rule: string; status: number; body: unknown },
) {
  // The question about a request is not the newest request.
  if (rule === 'control/request_not_found') return
  const { [WORLD]: world }: Marked = res
  world?.refusals.noteRefusal(describeRequest(res), { rule, status, ...textOf(body) })
}

/** The request that a response belongs to, without secrets. */
export function describeRequest(res: Response): RefusedRequest {
  const { method, path } = res.req
  return { requestId: String(res.getHeader(REQUEST_ID_HEADER)), method, path: maskSecrets(path) }
}

/** Code and text, as each API of the mock spells them. */
function textOf(body: unknown): Pick<NotedRefusal, 'code' | 'message'> {
  const read = typeof body === 'object' && body != null ? body : {}
  const member = (name: string) => {
    const value: unknown = Reflect.get(read, name)
    return typeof value === 'string' ? value : null
  }
  return {
    code: member('error') ?? member('title'),
    message: member('error_message') ?? member('detail'),
  }
}
