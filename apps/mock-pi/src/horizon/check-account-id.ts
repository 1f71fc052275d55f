import type { RequestHandler } from 'express'
import { decodeStrkey } from '../ledger/strkey.ts'
import { badField } from './chain-input-refusal.ts'
import { sendProblem } from './chain-refusal.ts'

/** Refuses an address that was mistyped: its last characters are a checksum, which no schema knows. */
export const checkAccountId: RequestHandler = (req, res, next) => {
  const { account_id } = req.params
  if (typeof account_id !== 'string' || decodeStrkey('G', account_id) != null) return next()
  sendProblem(
    res,
    badField(
      'account_id',
      'must be a wallet address: G and 55 characters A-Z, 2-7, the last of them a checksum',
    ),
  )
}
