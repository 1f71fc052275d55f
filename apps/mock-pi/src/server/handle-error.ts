import { maskSecrets } from '@aloha-pi/contracts'
import type { JournalEntry } from '@aloha-pi/contracts/control'
import { TsRestResponseValidationError } from '@ts-rest/core'
import { classifyRequestError, type RequestError } from '@aloha-pi/express-server'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { refuseControlInput } from '../control/control-input-refusal.ts'
import { refuseChainInput } from '../horizon/chain-input-refusal.ts'
import { sendProblem } from '../horizon/chain-refusal.ts'
import { apiOfPath } from '../http/api-of-path.ts'
import { BODY_LIMITS, isRestore, snapshotLimits } from '../http/body-limits.ts'
import { noteValidation } from '../http/exchange-notes.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { Limits } from '../world/limits.ts'
import { refuseWalletInput } from '../wallet-edge/wallet-refusal.ts'
import { refusePlatformInput } from '../platform/platform-input-refusal.ts'

/** The last resort of every request: words it for the API that was called, and logs faults. */
export function createErrorHandler(
  log: (line: string) => void,
  limits: Pick<Limits, 'snapshotBytes'>,
): ErrorRequestHandler {
  return (thrown, req, res, _next) => {
    const error = classifyRequestError(thrown)
    noteValidation(res, validationOf(error))
    if (error.kind === 'fault') log(describeFault(error.error, req, res))
    // Not express's own handler: it prints the error as it is, past the log.
    if (res.headersSent) return void res.destroy()
    switch (apiOfPath(req.path)) {
      case 'platform':
        return sendRefusal(res, refusePlatformInput(error, req))
      case 'control':
        return sendRefusal(
          res,
          refuseControlInput(error, isRestore(req.path) ? snapshotLimits(limits) : BODY_LIMITS),
        )
      case 'wallet':
        return sendRefusal(res, refuseWalletInput(error))
      case 'chain':
        return sendProblem(res, refuseChainInput(error))
    }
  }
}

/** What the journal says of a request that ended in an error. */
function validationOf(error: RequestError): JournalEntry['validation'] {
  switch (error.kind) {
    case 'invalid':
      return failed(`${error.issue.field} ${error.issue.rule}`)
    case 'bad_url':
      return failed('url must not have a malformed percent escape')
    case 'body':
      return failed(`body is refused: ${error.reason}`)
    case 'fault':
      return error.error instanceof TsRestResponseValidationError
        ? { result: 'response_failed', message: 'The response does not match the contract' }
        : { result: 'not_checked', message: null }
  }
}

function failed(message: string) {
  return { result: 'request_failed' as const, message: maskSecrets(message) }
}

/** The log line of a fault, with the request in which it happened. */
export function describeFault(
  fault: unknown,
  req: Pick<Request, 'method' | 'path'>,
  res: Response,
): string {
  const id = String(res.getHeader(REQUEST_ID_HEADER))
  const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
  return `fault in ${req.method} ${req.path} (request ${id}): ${text}`
}
