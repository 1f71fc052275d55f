import { createCandidate, type Candidate } from './authorise.ts'
import { findRefusal, momentOfArrival, type Chain } from './close-ledger.ts'
import type { Envelope } from './envelope.ts'
import type { Admission, LedgerSettings } from './ledger.ts'
import { feeOf } from './network-parameters.ts'
import { NO_OUTCOMES } from './outcome.ts'
import { resultToXdr } from './result-xdr.ts'
import type { TransactionResult } from './transaction-result.ts'

/** Lets a transaction wait for a ledger, or says why not (core: TransactionQueue::canAdd). */
export function receiveTransaction(
  chain: Chain,
  envelope: Envelope,
  now: number,
  settings: LedgerSettings,
): Admission {
  const candidate = createCandidate(envelope)
  // A fee bump is not simulated, so it may not seem to wait either.
  const obstacle = envelope.isFeeBump ? null : findObstacle(chain, candidate)
  if (obstacle != null) return obstacle
  const result = findRefusal(chain, candidate, momentOfArrival(chain, now, settings))
  if (result != null) return { kind: 'refused', ...writeRefusal(envelope, result) }
  chain.queue.add(candidate)
  return { kind: 'pending' }
}

function findObstacle({ queue, runs }: Chain, candidate: Candidate): Admission | null {
  const { envelope } = candidate
  if (queue.isBanned(candidate, runs.newest().sequence)) {
    return { kind: 'try_again_later', why: 'banned' }
  }
  const waiting = queue.of(envelope.source.address)?.envelope
  if (waiting == null) return null
  if (waiting.xdr === envelope.xdr) return { kind: 'duplicate' }
  if (envelope.sequence < waiting.sequence) {
    return { kind: 'refused', ...writeRefusal(envelope, { code: 'tx_bad_seq' }) }
  }
  return { kind: 'try_again_later', why: 'source_is_waiting' }
}

/** A refusal names what the transaction would have cost, though nothing is taken. */
export function writeRefusal(envelope: Envelope, refusal: TransactionResult) {
  const { operations } = envelope
  const work = { operations, outcomes: NO_OUTCOMES }
  const { result, resultXdr } = resultToXdr(refusal, feeOf(operations.length), work)
  return { result, resultXdr }
}
