import { STROOPS_PER_PI } from '@aloha-pi/contracts/platform'
import type { Ledger } from './ledger.ts'

/** What the wallet of each app and user begins with, in stroops. */
const OPENING_BALANCE = 10_000n * STROOPS_PER_PI

/** Opens the account of a new wallet; one that someone opened before stays as it is. */
export function openAccount(ledger: Ledger, { address }: { address: string }) {
  if (ledger.view().account(address) == null) ledger.open(address, OPENING_BALANCE)
}
