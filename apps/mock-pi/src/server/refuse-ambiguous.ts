import { refuseAmbiguousRequests, type AmbiguousRequest } from '@aloha-pi/express-server'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Request, Response } from 'express'
import { controlRefusal } from '../control/control-refusal.ts'
import { badField } from '../horizon/chain-input-refusal.ts'
import { sendProblem } from '../horizon/chain-refusal.ts'
import { apiOfPath } from '../http/api-of-path.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { platformRefusal } from '../platform/platform-refusal.ts'
import { walletRefusal } from '../wallet-edge/wallet-refusal.ts'

/** Refuses requests that can be read in two ways, in the shape of the API that was called. */
export function refuseAmbiguous(log: (line: string) => void) {
  return refuseAmbiguousRequests((req, res, ambiguity) => {
    const id = String(res.getHeader(REQUEST_ID_HEADER))
    const { field, rule } = ambiguity
    log(`refused ${req.method} ${req.path} (request ${id}): ${field} ${rule}`)
    send(req, res, ambiguity)
  })
}

function send({ path }: Request, res: Response, { status, field, rule }: AmbiguousRequest) {
  switch (apiOfPath(path)) {
    case 'platform': {
      const values = { reason: `${field} ${rule}.` }
      const refusal = platformRefusal('invalid_request', 'request/ambiguous', { values })
      return sendRefusal(res, { ...refusal, status })
    }
    case 'control':
      return sendRefusal(res, { ...controlRefusal('invalid_request', { field, rule }), status })
    case 'wallet':
      return sendRefusal(res, { ...walletRefusal('invalid_request', { field, rule }), status })
    case 'chain': {
      const { body, ...problem } = badField(field, rule)
      return sendProblem(res, { ...problem, status, body: { ...body, status } })
    }
  }
}
