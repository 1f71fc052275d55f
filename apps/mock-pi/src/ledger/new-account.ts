import type { Account, Thresholds } from './ledger.ts'
import { startingSequence } from './network-parameters.ts'

/** The ledger that is closing: its number and close time in ms. */
export type ClosingLedger = { sequence: number; closedAt: number }

// Shared by all accounts that have changed none of it.
const NOTHING: readonly never[] = []
const OWN_KEY: Thresholds = { master: 1, low: 0, medium: 0, high: 0 }

/** An account as create_account makes it. */
export function newAccount(address: string, balance: bigint, ledger: ClosingLedger): Account {
  return {
    address,
    balance,
    holdings: NOTHING,
    signers: NOTHING,
    thresholds: OWN_KEY,
    flags: 0,
    homeDomain: '',
    numSponsoring: 0,
    sequence: startingSequence(ledger.sequence),
    sequenceLedger: 0,
    sequenceTime: 0,
    ...modifiedIn(ledger),
  }
}

/** What a change leaves on an account. */
export function modifiedIn({ sequence, closedAt }: ClosingLedger) {
  return { lastModifiedLedger: sequence, lastModifiedAt: closedAt }
}

/** What a transaction or bump_sequence leaves on an account. */
export function sequenceMovedIn({ sequence, closedAt }: ClosingLedger) {
  return { sequenceLedger: sequence, sequenceTime: closedAt }
}
