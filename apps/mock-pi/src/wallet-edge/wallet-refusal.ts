import { fillMessage } from '@aloha-pi/contracts'
import { walletErrors, type WalletErrorCode } from '@aloha-pi/contracts/wallet'
import type { RequestError } from '@aloha-pi/express-server'
import type { Response } from 'express'
import { refuseControlInput } from '../control/control-input-refusal.ts'
import { BODY_LIMITS } from '../http/body-limits.ts'
import { refuse, type Refusal } from '../http/send-refusal.ts'

/** An error of the wallet API by the table of its contract. */
export function walletRefusal<Code extends WalletErrorCode>(
  code: Code,
  values: Record<string, string> = {},
) {
  const row: { status: (typeof walletErrors)[Code]['status']; message: string } = walletErrors[code]
  const body = { error: code, error_message: fillMessage(row.message, values) }
  return { rule: `wallet/${code}`, status: row.status, body }
}

/** Words a request to the wallet API that was not served. */
export function refuseWalletInput(error: RequestError): Refusal {
  return error.kind === 'body' && error.refusal === 'unsupported_media_type'
    ? walletRefusal('unsupported_media_type')
    : ofWallet(refuseControlInput(error, BODY_LIMITS))
}

/** Hands a refusal on to ts-rest. One of the control API gets the name of this one: both have the same words for it. */
export function refuseInWallet<Each extends Refusal>(res: Response, refusal: Each) {
  return refuse(res, ofWallet(refusal))
}

function ofWallet<Each extends Refusal>(refusal: Each): Each {
  return { ...refusal, rule: refusal.rule.replace(/^control\//, 'wallet/') }
}
