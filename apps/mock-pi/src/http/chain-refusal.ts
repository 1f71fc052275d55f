import { chainProblems, type ChainProblemCode } from '@aloha-pi/contracts/chain'
import { fillMessage } from '@aloha-pi/contracts'
import type { Response } from 'express'
import { RULE_HEADER } from './mock-headers.ts'

type ChainProblemRow<Code extends ChainProblemCode> = {
  type: string
  title: string
  status: (typeof chainProblems)[Code]['status']
  detail: string
}

/** A problem as Horizon answers it. */
export function chainProblem<Code extends ChainProblemCode>(
  code: Code,
  values: Record<string, string> = {},
) {
  const row: ChainProblemRow<Code> = chainProblems[code]
  const rule = `chain/${code}`
  return { rule, status: row.status, body: { ...row, detail: fillMessage(row.detail, values) } }
}

/** Sends a problem from a middleware, in its own media type. */
export function sendProblem(
  res: Response,
  { rule, status, body }: ReturnType<typeof chainProblem>,
) {
  res.setHeader(RULE_HEADER, rule)
  res.setHeader('content-type', 'application/problem+json; charset=utf-8')
  res.status(status).json(body)
}
