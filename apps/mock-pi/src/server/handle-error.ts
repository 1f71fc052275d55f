import { classifyRequestError } from '@aloha-pi/express-server'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { refuseControlInput } from '../control/control-input-refusal.ts'
import { refuseChainInput } from '../horizon/chain-input-refusal.ts'
import { sendProblem } from '../horizon/chain-refusal.ts'
import { apiOfPath } from '../http/api-of-path.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { refuseWalletInput } from '../wallet-edge/wallet-refusal.ts'
import { refusePlatformInput } from '../platform/platform-input-refusal.ts'

/** The last resort of every request: words it for the API that was called, and logs faults. */
export function createErrorHandler(log: (line: string) => void): ErrorRequestHandler {
  return (thrown, req, res, _next) => {
    const error = classifyRequestError(thrown)
    if (error.kind === 'fault') log(describeFault(error.error, req, res))
    // Not express's own handler: it prints the error as it is, past the log.
    if (res.headersSent) return void res.destroy()
    switch (apiOfPath(req.path)) {
      case 'platform':
        return sendRefusal(res, refusePlatformInput(error, req))
      case 'control':
        return sendRefusal(res, refuseControlInput(error))
      case 'wallet':
        return sendRefusal(res, refuseWalletInput(error))
      case 'chain':
        return sendProblem(res, refuseChainInput(error))
    }
  }
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
