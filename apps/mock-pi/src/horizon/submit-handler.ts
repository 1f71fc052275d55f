import type { Response } from 'express'
import type { Clock } from '../clock/clock.ts'
import { realTimer } from '../clock/real-timer.ts'
import { refuse } from '../http/send-refusal.ts'
import { decodeEnvelope } from '../ledger/decode-envelope.ts'
import { loadStellar } from '../ledger/stellar.ts'
import { submitTransaction, type Submission } from '../ledger/submit-transaction.ts'
import type { TransactionResult } from '../ledger/transaction-result.ts'
import { chainProblem } from './chain-refusal.ts'
import type { Horizon } from './horizon-world.ts'
import { transactionToWire } from './transaction-wire.ts'

type Refused = ReturnType<typeof chainProblem<'transaction_failed' | 'transaction_malformed'>>

/** `POST /transactions`: responds when the transaction is in a ledger, successful or not. */
export function createSubmitHandler({ world, url }: Pick<Horizon, 'world' | 'url'>) {
  // Refused by the network or the codec: the setting says under which status.
  const refuseSubmission = (res: Response, refused: Refused) =>
    world.settings.refused_submission_status === 200
      ? refuse(res, { ...refused, status: 200 as const })
      : refuse(res, refused)
  return async ({ body, res }: { body?: { tx: string } | undefined; res: Response }) => {
    const tx = body?.tx ?? ''
    const stellar = await loadStellar()
    const envelope = decodeEnvelope(stellar, tx, world.ledger.network)
    if (envelope == null) {
      const malformed = chainProblem('transaction_malformed', { extras: { envelope_xdr: tx } })
      return refuseSubmission(res, malformed)
    }
    const { ledger, clock, ended } = world
    const ports = { ledger, clock, settings: () => world.settings, timer: realTimer }
    const known = await submitTransaction(ports, envelope, gone(res, ended))
    // What a world knew that has been reset since is true nowhere.
    const submission: Submission = ended.aborted ? { kind: 'timeout' } : known
    switch (submission.kind) {
      case 'in_ledger': {
        const { transaction } = submission
        return transaction.successful
          ? { status: 200 as const, body: transactionToWire(transaction, url(res)) }
          : refuseSubmission(res, failure(tx, transaction, clock))
      }
      case 'refused':
        return refuseSubmission(res, failure(tx, submission, clock))
      case 'timeout':
        return refuse(
          res,
          chainProblem('timeout', { extras: { hash: envelope.hash, envelope_xdr: tx } }),
        )
    }
  }
}

function failure(
  tx: string,
  failed: { result: TransactionResult; resultXdr: string },
  clock: Pick<Clock, 'ahead'>,
) {
  const { code, operations } = failed.result
  const detail = explainTime(code, clock.ahead())
  return chainProblem('transaction_failed', {
    ...(detail != null && { detail }),
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

/** Programs that take time bounds from their machine fail by a moved clock: nothing else of the response shows it. */
function explainTime(code: TransactionResult['code'], aheadMs: number): string | undefined {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  if (seconds === 0 || (code !== 'tx_too_late' && code !== 'tx_too_early')) return undefined
  const side = aheadMs > 0 ? 'ahead of' : 'behind'
  return `The network refused the transaction: ${code}. The mock's clock is ${seconds} s ${side} the machine's, so compute time bounds from the Date header, or reset the clock with POST /_mock/clock/real.`
}

/** Ends the wait for a sender who has gone away, and in a world that has ended. */
function gone(res: Response, ended: AbortSignal): AbortSignal {
  const controller = new AbortController()
  const abort = () => controller.abort()
  // Nothing reports a sender who left while Stellar's library was loaded.
  if (res.closed) abort()
  res.on('close', abort)
  // The response closes too, and takes the listener with it.
  ended.addEventListener('abort', abort, { signal: controller.signal })
  return controller.signal
}
