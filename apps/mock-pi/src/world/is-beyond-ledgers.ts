import { LAST_LEDGER_BY_CLOCK } from '@aloha-pi/contracts/control'
import type { Ledger } from '../ledger/ledger.ts'

/** Whether ledgers would close on the way to an instant (ms), and more of them than moves of the clock may bring. */
export function isBeyondLedgers({ ledger }: { ledger: Ledger }, instant: number): boolean {
  const newest = ledger.newestAt(instant)
  return newest > LAST_LEDGER_BY_CLOCK && newest > ledger.view().latest().sequence
}
