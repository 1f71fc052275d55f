import type { JournalEntry } from '@aloha-pi/contracts/control'
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

/** Notes the fault that changes a response or holds it back; who waits for the request sees it at once. */
export function noteFault(res: Response, fault: string) {
  const recorded = recordedOf(res)
  if (recorded == null) return
  const { journal, exchange } = recorded
  // ts-rest sets it when a route takes the request.
  exchange.route ??= (res.req as { tsRestRoute?: unknown }).tsRestRoute
  journal.holdBack(exchange, fault)
}
