import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { NextFunction, Request, Response } from 'express'
import type { NotedFault } from '../../explain/refusal-log.ts'
import type { Fault, FaultFacts } from '../../faults/fault.ts'
import { noteFault as noteFaultOfExchange } from '../../http/exchange-notes.ts'
import { describeRequest } from '../../http/note-refusal.ts'
import type { PaymentStyleOf } from '../../platform/payment-wire.ts'
import type { World } from '../../world/world.ts'
import type { HoldPorts } from './hold.ts'

export type FaultPorts = HoldPorts & { style: PaymentStyleOf }

/** A request that met faults. */
export type MetRequest = { req: Request; res: Response; next: NextFunction; facts: FaultFacts }

/** Names the fault in the response, and notes that it met the request. */
export function markFault(ports: FaultPorts, res: Response, fault: Fault, status = res.statusCode) {
  res.setHeader(MOCK_RULE_HEADER, `fault/${fault.effect.type}`)
  noteFault(ports, res, fault, status)
}

/** Status null: no response was sent. */
export function noteFault(
  { world }: FaultPorts,
  res: Response,
  { id, effect, source, match }: Fault,
  status: number | null,
) {
  const error = effect.type === 'error' ? `${tableOf(match.operation)}/${effect.code}` : null
  note(world, res, { id, type: effect.type, source, status, error })
}

/** Both the journal and `explain` show it. */
function note(world: World, res: Response, fault: NotedFault) {
  noteFaultOfExchange(res, { id: fault.id, rule: `fault/${fault.type}` })
  world.refusals.noteFault(describeRequest(res), fault)
}

/** A rule with an error names its operation. */
function tableOf(operation = ''): string {
  if (operation.startsWith('chain.')) return 'chain'
  return operation.startsWith('platform.notifications.') ? 'notifications' : 'platform'
}

/** So that faults do not keep all connections of the mock. */
export function refuseToHold({ world }: FaultPorts, res: Response, { id, source }: Fault) {
  const type = 'too_many_held'
  res.setHeader('content-type', 'text/plain; charset=utf-8')
  res.setHeader(MOCK_RULE_HEADER, `fault/${type}`)
  note(world, res, { id, type, source, status: 503, error: null })
  const text = `The fault ${id} should let this request wait, and ${world.limits.held} wait already.`
  res.removeHeader('content-length')
  res.status(503).end(text)
}
