import { fillMessage, maskSecrets } from '@aloha-pi/contracts'
import { chainProblems, type ChainProblem, type ChainProblemCode } from '@aloha-pi/contracts/chain'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { Response } from 'express'
import { noteRefusal } from '../http/note-refusal.ts'
import { noteNotChecked } from '../http/exchange-notes.ts'

type ChainProblemRow<Code extends ChainProblemCode> = {
  type: string
  title: string
  status: (typeof chainProblems)[Code]['status']
  detail: string
}

type Details = {
  /** Values for the names in the problem's own detail. */
  values?: Record<string, string>
  /** Replaces the problem's own detail. */
  detail?: string
  extras?: Extras
}
type Extras = NonNullable<ChainProblem['extras']>

/** These carry a transaction that was decoded: there is no seed in it, and it comes back to the letter. */
const ABOUT_TRANSACTIONS = new Set<ChainProblemCode>(['transaction_failed', 'timeout'])

/** A problem as Horizon sends it. */
export function chainProblem<Code extends ChainProblemCode>(
  code: Code,
  { values, detail, extras }: Details = {},
) {
  const row: ChainProblemRow<Code> = chainProblems[code]
  const body = {
    ...row,
    detail: detail ?? fillMessage(row.detail, values),
    ...(extras != null && {
      extras: ABOUT_TRANSACTIONS.has(code) ? extras : maskExtras(extras),
    }),
  }
  return { rule: `chain/${code}`, status: row.status, body }
}

/** Someone may have pasted a seed where a transaction or a header belongs. */
function maskExtras(extras: Extras): Extras {
  return Object.fromEntries(
    Object.entries(extras).map(([name, value]) => [
      name,
      typeof value === 'string' ? maskSecrets(value) : value,
    ]),
  )
}

/** Sends a problem from a middleware, in its own media type. */
export function sendProblem(
  res: Response,
  { rule, status, body }: { rule: string; status: number; body: ChainProblem },
) {
  noteNotChecked(res)
  res.setHeader(MOCK_RULE_HEADER, rule)
  noteRefusal(res, { rule, status, body })
  res.setHeader('content-type', 'application/problem+json; charset=utf-8')
  res.status(status).json(body)
}
