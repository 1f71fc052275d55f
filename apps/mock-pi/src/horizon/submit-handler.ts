import type { Response } from 'express'
import { realTimer } from '../clock/real-timer.ts'
import { chainProblem } from '../http/chain-refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import { decodeEnvelope } from '../ledger/decode-envelope.ts'
import { loadStellar } from '../ledger/stellar.ts'
import { submitTransaction } from '../ledger/submit-transaction.ts'
import type { TransactionResult } from '../ledger/transaction-result.ts'
import type { Horizon } from './horizon-world.ts'
import { transactionToWire } from './transaction-wire.ts'

/** `POST /transactions`: answers when the transaction is in a ledger, successful or not. */
export function createSubmitHandler({ world, url }: Horizon) {
  return async ({ body: { tx }, res }: { body: { tx: string }; res: Response }) => {
    const stellar = await loadStellar()
    const envelope = decodeEnvelope(stellar, tx, world.ledger.network)
    if (envelope == null) {
      return refuse(res, chainProblem('transaction_malformed', { extras: { envelope_xdr: tx } }))
    }
    const { ledger, clock } = world
    const ports = { ledger, clock, settings: () => world.settings, timer: realTimer }
    const submission = await submitTransaction(ports, envelope, closing(res))
    switch (submission.kind) {
      case 'in_ledger': {
        const { transaction } = submission
        return transaction.successful
          ? { status: 200 as const, body: transactionToWire(transaction, url()) }
          : refuse(res, failure(tx, transaction))
      }
      case 'refused':
        return refuse(res, failure(tx, submission))
      case 'timeout':
        return refuse(
          res,
          chainProblem('timeout', { extras: { hash: envelope.hash, envelope_xdr: tx } }),
        )
    }
  }
}

function failure(tx: string, failed: { result: TransactionResult; resultXdr: string }) {
  const { code, operations } = failed.result
  return chainProblem('transaction_failed', {
    extras: {
      envelope_xdr: tx,
      result_codes: {
        transaction: code,
        ...(operations != null && { operations: [...operations] }),
      },
      result_xdr: failed.resultXdr,
    },
  })
}

/** Ends the wait for a sender who has gone away. */
function closing(res: Response): AbortSignal {
  const controller = new AbortController()
  res.on('close', () => controller.abort())
  return controller.signal
}
