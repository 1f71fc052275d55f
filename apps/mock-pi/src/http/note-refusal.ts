import { maskSecrets } from '@aloha-pi/contracts'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Express, Response } from 'express'
import type { NotedRefusal, RefusalLog, RefusedRequest } from '../explain/refusal-log.ts'

const logs = new WeakMap<object, { refusals: RefusalLog }>()

/** Notes what the app refuses in the world's log, which a reset replaces. */
export function noteRefusals(app: Express, world: { refusals: RefusalLog }) {
  logs.set(app, world)
}

/** Called with each refusal that is sent. */
export function noteRefusal(
  res: Response,
  { rule, status, body }: { rule: string; status: number; body: unknown },
) {
  // The question about a request is not the newest request.
  if (rule === 'control/request_not_found') return
  logs.get(res.app)?.refusals.noteRefusal(describeRequest(res), { rule, status, ...textOf(body) })
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
