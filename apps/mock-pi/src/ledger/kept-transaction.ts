import type { Network } from '@aloha-pi/contracts/platform'
import { decodeEnvelope } from './decode-envelope.ts'
import type { Envelope } from './envelope.ts'
import type { LedgerTransaction } from './ledger.ts'
import { loadedStellar } from './stellar.ts'

/**
 * A transaction in history. It keeps the envelope as text and reads it again when asked: decoded, a hundred
 * thousand of them would take four times the memory.
 */
export class KeptTransaction implements LedgerTransaction {
  readonly successful: boolean
  readonly result: LedgerTransaction['result']
  readonly resultXdr: string
  readonly feeCharged: bigint
  readonly outcomes: LedgerTransaction['outcomes']
  readonly ledger: number
  readonly index: number
  readonly sealedAt: number
  readonly closedAt: number
  /** The envelope as text. */
  readonly xdr: string
  readonly #network: Network

  constructor(transaction: LedgerTransaction) {
    this.successful = transaction.successful
    this.result = transaction.result
    this.resultXdr = transaction.resultXdr
    this.feeCharged = transaction.feeCharged
    this.outcomes = transaction.outcomes
    this.ledger = transaction.ledger
    this.index = transaction.index
    this.sealedAt = transaction.sealedAt
    this.closedAt = transaction.closedAt
    this.xdr = transaction.envelope.xdr
    this.#network = transaction.envelope.network
  }

  get envelope(): Envelope {
    const envelope = decodeEnvelope(loadedStellar(), this.xdr, this.#network)
    if (envelope == null) throw new Error('A transaction in history cannot be read')
    return envelope
  }
}
