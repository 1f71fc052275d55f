import type { JournalEntry } from '@aloha-pi/contracts/control'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Response } from 'express'
import type { Exchange } from '../journal/exchange.ts'
import type { Journal } from '../journal/journal.ts'

export type Recorded = { journal: Journal; exchange: Exchange }
/** Not in `locals`: this is read at every write of every response. */
const RECORDED = Symbol('recorded')
type Marked = Response & { [RECORDED]?: Recorded }
const NOT_CHECKED = { result: 'not_checked', message: null } as const

/** Remembers which exchange of the journal a response belongs to. */
export function setRecorded(res: Response, recorded: Recorded) {
  const marked: Marked = res
  marked[RECORDED] = recorded
}

/** The exchange of a response; undefined where the journal does not keep it. */
export function recordedOf(res: Response): Recorded | undefined {
  return (res as Marked)[RECORDED]
}

/** Notes the result of the check against the contract. The first one counts. */
export function noteValidation(res: Response, validation: JournalEntry['validation']) {
  const recorded = recordedOf(res)
  if (recorded != null) recorded.exchange.validation ??= validation
}

/** Notes that a request was refused before it was checked. */
export function noteNotChecked(res: Response) {
  noteValidation(res, NOT_CHECKED)
}

/** Notes the fault that the request met. */
export function noteFault(res: Response, { id, rule }: { id: string; rule: string }) {
  const recorded = recordedOf(res)
  if (recorded == null) return
  recorded.exchange.fault = { id, rule, requestId: String(res.getHeader(REQUEST_ID_HEADER)) }
}

/** Who waits for the request sees it now, and not when its response comes, if one ever does. */
export function noteHeld(res: Response) {
  const recorded = recordedOf(res)
  if (recorded == null || recorded.exchange.isHeld) return
  const { journal, exchange } = recorded
  exchange.isHeld = true
  exchange.route ??= routeOf(res.req)
  journal.holdBack(exchange)
}

/** The route of a contract that took the request, which ts-rest sets before the first middleware of the route. */
export function routeOf(req: object): unknown {
  return (req as { tsRestRoute?: unknown }).tsRestRoute
}
