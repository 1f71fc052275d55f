import { fillMessage } from '@aloha-pi/contracts'
import { chainProblems, type ChainProblem, type ChainProblemCode } from '@aloha-pi/contracts/chain'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { Response } from 'express'

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
  extras?: NonNullable<ChainProblem['extras']>
}

/** A problem as Horizon answers it. */
export function chainProblem<Code extends ChainProblemCode>(
  code: Code,
  { values, detail, extras }: Details = {},
) {
  const row: ChainProblemRow<Code> = chainProblems[code]
  const body = {
    ...row,
    detail: detail ?? fillMessage(row.detail, values),
    ...(extras != null && { extras }),
  }
  return { rule: `chain/${code}`, status: row.status, body }
}

/** Sends a problem from a middleware, in its own media type. */
export function sendProblem(
  res: Response,
  { rule, status, body }: { rule: string; status: number; body: ChainProblem },
) {
  res.setHeader(MOCK_RULE_HEADER, rule)
  res.setHeader('content-type', 'application/problem+json; charset=utf-8')
  res.status(status).json(body)
}
