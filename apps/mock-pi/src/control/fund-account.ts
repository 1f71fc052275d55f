import { LAST_LEDGER } from '@aloha-pi/contracts/control'
import { formatStroops } from '@aloha-pi/contracts/platform'
import { buildPayment } from '../ledger/build-payment.ts'
import type { Account, Ledger, LedgerTransaction } from '../ledger/ledger.ts'
import { BASE_FEE, MINIMUM_BALANCE } from '../ledger/network-parameters.ts'
import type { Stellar } from '../ledger/stellar.ts'
import { decodeStrkey } from '../ledger/strkey.ts'
import type { Wallet } from '../ledger/wallet.ts'
import type { Limits } from '../world/limits.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'

type FaucetWorld = { ledger: Ledger; faucet: Wallet; limits: Pick<Limits, 'accounts'> }
type Gift = { address: string; amount: bigint }
type Funded =
  | { ok: true; created: boolean; account: Account; transaction: LedgerTransaction }
  | {
      ok: false
      refusal: ReturnType<
        typeof controlRefusal<'invalid_request' | 'limit_reached' | 'payment_refused'>
      >
    }

/** Pays the account from the faucet, in a separate ledger; one that is not there is created. */
export function fundAccount(
  { ledger, faucet, limits }: FaucetWorld,
  stellar: Stellar,
  { address, amount }: Gift,
): Funded {
  const before = ledger.view().account(address)
  const wrong = findWrong({ address, amount }, before)
  if (wrong != null) return { ok: false, refusal: controlRefusal('invalid_request', wrong) }
  if (before == null && !ledger.hasRoom()) {
    return { ok: false, refusal: atLimit('accounts', limits.accounts) }
  }
  if (ledger.ledgersLeft() < 1) return { ok: false, refusal: atLimit('ledgers', LAST_LEDGER) }
  const source = ledger.view().account(faucet.address)
  if (source == null) throw new Error('The faucet has no account')
  const included = ledger.include(
    buildPayment(stellar, {
      type: before == null ? 'create_account' : 'payment',
      from: faucet,
      to: address,
      amount,
      network: ledger.network,
      sequence: source.sequence + 1n,
      fee: BASE_FEE,
    }),
  )
  const account = ledger.view().account(address)
  if (!included.ok || !included.transaction.successful || account == null) {
    const { code, operations = [] } = included.ok ? included.transaction.result : included.result
    const reason = `The faucet's transaction failed: ${[code, ...operations].join(', ')}`
    return { ok: false, refusal: controlRefusal('payment_refused', { reason }) }
  }
  return { ok: true, created: before == null, account, transaction: included.transaction }
}

function findWrong({ address, amount }: Gift, before: Account | undefined) {
  if (decodeStrkey('G', address) == null) {
    return { field: 'address', rule: 'must be a valid wallet address: its checksum is wrong' }
  }
  return before == null && amount < MINIMUM_BALANCE
    ? {
        field: 'amount',
        rule: `must be at least ${formatStroops(MINIMUM_BALANCE)}, since the account is new`,
      }
    : null
}
