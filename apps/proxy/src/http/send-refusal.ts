import { alohaErrors, operationsOf, type AlohaErrorCode } from '@aloha-pi/contracts'
import { alohaContract, type AlohaErrorBody, type AlohaOperation } from '@aloha-pi/contracts/aloha'
import type { Response } from 'express'
import './locals.ts'
import type { Refusal } from './refusal.ts'

type StatusOf<Code extends AlohaErrorCode> = (typeof alohaErrors)[Code]['status']

/** The response of a ts-rest handler that refuses; sets the headers that belong to it. */
export function refuse<Code extends AlohaErrorCode>(
  res: Response,
  refusal: Refusal<Code>,
): { status: StatusOf<Code>; body: AlohaErrorBody } {
  const { code, message, retryAfterSeconds, record } = refusal
  res.locals.code = code
  if (retryAfterSeconds != null) res.setHeader('retry-after', String(retryAfterSeconds))
  const body: AlohaErrorBody = {
    success: false,
    ...understood(res),
    error: message,
    code,
    request_id: res.locals.requestId,
    ...(record == null ? {} : { sbResData: record }),
  }
  return { status: alohaErrors[code].status, body }
}

/** Sends a refusal outside a ts-rest handler. */
export function sendRefusal(res: Response, refusal: Refusal) {
  const { status, body } = refuse(res, refusal)
  res.status(status).json(body)
}

type Understood = Pick<AlohaErrorBody, 'action' | 'direction'>

/** Action and direction of the matched route; of another path, what of it names real ones. */
function understood(res: Response): Understood {
  const { operation } = res.locals
  if (operation != null) return { action: operation.action, direction: operation.direction }
  const path = `${res.req.path}/`
  return understoodPaths.find(([prefix]) => path.startsWith(prefix))?.[1] ?? {}
}

/** `/v1/transaction/u2a/approve/` and the like, then `/v1/transaction/u2a/` and the like. */
const understoodPaths = operationsOf(alohaContract)
  .flatMap(({ route: { path, metadata } }): [prefix: string, Understood][] => {
    // All routes of this contract carry an AlohaOperation; ts-rest types metadata as unknown.
    const { action, direction } = metadata as AlohaOperation
    const fixed = path.split('/:')[0] ?? path
    return [
      [`${fixed}/`, { action, direction }],
      [fixed.slice(0, -action.length), { direction }],
    ]
  })
  .sort(([a], [b]) => b.length - a.length)
