import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { Response } from 'express'
import { noteRefusal } from './note-refusal.ts'
import { noteNotChecked } from './exchange-notes.ts'

/** A response other than 2xx: which rule of the mock fired, and what is sent. */
export type Refusal = { rule: string; status: number; body: unknown }

/** Names the rule in the header and hands the response on to ts-rest. */
export function refuse<Each extends Refusal>(res: Response, { rule, status, body }: Each) {
  res.setHeader(MOCK_RULE_HEADER, rule)
  noteRefusal(res, { rule, status, body })
  // Each keeps status and body of the refusal together for the contract's types.
  return { status, body } as Pick<Each, 'status' | 'body'>
}

/** Sends a refusal from a middleware; a body of undefined is sent as nothing. */
export function sendRefusal(res: Response, refusal: Refusal) {
  noteNotChecked(res)
  const { status, body } = refuse(res, refusal)
  res.status(status)
  if (body === undefined) res.end()
  else res.json(body)
}
