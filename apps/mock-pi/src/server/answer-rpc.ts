import { readBytes } from '@aloha-pi/express-server'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import type { NextFunction, Request, Response } from 'express'
import { BODY_LIMITS } from '../http/body-limits.ts'
import { RPC_HOST } from '../http/pi-hosts.ts'

/** JSON-RPC 2.0: the method does not exist or is not available. */
const METHOD_NOT_FOUND = -32_601
const read = readBytes(BODY_LIMITS.bytes)

/** Answers the host of the Testnet's contracts: the error of JSON-RPC for every call, since none is simulated. */
export function answerRpc(req: Request, res: Response, next: NextFunction) {
  read(req, res, (error?: unknown) => {
    if (error != null) return next(error)
    res.setHeader(MOCK_RULE_HEADER, 'rpc/not_simulated')
    res.json({
      jsonrpc: '2.0',
      id: idOf(req.body),
      error: {
        code: METHOD_NOT_FOUND,
        message: `The mock does not simulate ${RPC_HOST}: contracts and their subscriptions are not available. Accounts and payments are at the blockchain hosts (Horizon).`,
      },
    })
  })
}

/** The id of the call; null where there is none, as for several calls in one body. */
function idOf(body: unknown): string | number | null {
  const call: unknown = Buffer.isBuffer(body) ? parse(body.toString('utf8')) : null
  const id: unknown = typeof call === 'object' && call != null && 'id' in call ? call.id : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The answer is the same for what is not JSON, without an id.
    return null
  }
}
