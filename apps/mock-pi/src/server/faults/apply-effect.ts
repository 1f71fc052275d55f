import type { Clock } from '../../clock/clock.ts'
import type { Fault } from '../../faults/fault.ts'
import { CRASH_PAGE } from './crash-page.ts'
import { deliver, deliverUnseen } from './deliver.ts'
import {
  errorResponse,
  rateLimitResponse,
  timeoutResponse,
  type FaultResponse,
} from './error-response.ts'
import { hold, holdFor, reset } from './hold.ts'
import {
  markFault,
  noteFault,
  refuseToHold,
  type FaultPorts,
  type MetRequest,
} from './met-request.ts'
import { sendChanged } from './send-changed.ts'
import { staleResponse } from './stale-response.ts'

/** What the effect of a fault does to a request. */
export async function applyEffect(ports: FaultPorts, met: MetRequest, fault: Fault): Promise<void> {
  const { req, res, next, facts } = met
  const { effect } = fault
  const send = (response: FaultResponse | undefined) =>
    response == null ? next() : sendResponse(ports, met, fault, response)
  switch (effect.type) {
    case 'latency':
      return next()
    case 'error':
      return send(await errorResponse(ports, effect, { facts, req, res }))
    case 'status': {
      const { status, body = '', content_type = 'text/plain; charset=utf-8' } = effect
      return send({ status, headers: { 'content-type': content_type }, body })
    }
    case 'html-500':
      return send({
        status: 500,
        headers: { 'content-type': CRASH_PAGE.contentType },
        body: CRASH_PAGE.body,
      })
    case 'rate-limit':
      return send(rateLimitResponse(facts, effect, realNow(ports.world.clock)))
    case 'stale': {
      const { status, body } = staleResponse(ports, { operation: facts.operation, req, res })
      return send({ status, headers: {}, body })
    }
    case 'timeout-lost':
      return send(await timeoutResponse(ports.world, req))
    case 'timeout-delivered': {
      const response = await timeoutResponse(ports.world, req)
      if (response != null) await deliver(res, next)
      return send(response)
    }
    case 'lost-request':
      noteFault(ports, res, fault, null)
      return reset(res)
    case 'lost-answer':
      await deliver(res, next)
      noteFault(ports, res, fault, null)
      return reset(res)
    case 'never':
      return neverRespond(ports, met, fault)
    case 'late':
      return respondLate(ports, met, fault)
    case 'twice': {
      await deliverUnseen(req, res)
      const { status, body } = await deliver(res, next)
      markFault(ports, res, fault, status)
      res.end(body)
      return
    }
    case 'empty':
    case 'truncated':
    case 'malformed':
    case 'wrong-content-type':
    case 'drip': {
      const captured = await deliver(res, next)
      markFault(ports, res, fault, captured.status)
      return sendChanged(ports, res, { fault, effect, body: captured.body })
    }
  }
}

function sendResponse(
  ports: FaultPorts,
  { res }: MetRequest,
  fault: Fault,
  { status, headers, body }: FaultResponse,
) {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  markFault(ports, res, fault, status)
  // Payments are written by the writer of the app: their amounts keep their fractions.
  if (typeof body === 'object') return void res.status(status).json(body)
  res.setHeader('content-length', Buffer.byteLength(body))
  res.status(status).end(body)
}

async function neverRespond(ports: FaultPorts, { res, next }: MetRequest, fault: Fault) {
  const { effect } = fault
  if (effect.type === 'never' && effect.delivered === true) await deliver(res, next)
  noteFault(ports, res, fault, null)
  if ((await hold(ports, res, { fault })) === 'full') refuseToHold(ports, res, fault)
}

async function respondLate(ports: FaultPorts, { res, next }: MetRequest, fault: Fault) {
  const { status, body } = await deliver(res, next)
  markFault(ports, res, fault, status)
  const held = await holdFor(ports, res, fault)
  if (held === 'full') return refuseToHold(ports, res, fault)
  if (held === 'cut') return noteFault(ports, res, fault, null)
  res.end(body)
}

/** Dates in headers of Pi are real ones. */
function realNow(clock: Clock): number {
  return clock.now() - clock.ahead()
}
