import { fillMessage } from '@aloha-pi/contracts'
import { chainProblems, type ChainProblemCode } from '@aloha-pi/contracts/chain'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { Response } from 'express'

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
  res.setHeader(MOCK_RULE_HEADER, rule)
  res.setHeader('content-type', 'application/problem+json; charset=utf-8')
  res.status(status).json(body)
}
