import { change, sourceOf, type Applying } from './applying.ts'
import type { AccountRef, Asset } from './envelope.ts'
import { moveAsset } from './move-asset.ts'
import { newAccount } from './new-account.ts'
import { availableBalance, MINIMUM_BALANCE } from './network-parameters.ts'
import type { OperationCode } from './transaction-result.ts'

type Payment = { to: AccountRef; asset: Asset; amount: bigint }

/** Pays Pi or an issued asset (core: PaymentOpFrame, a PathPaymentStrictReceive without a path). */
export function applyPayment(applying: Applying, { to, asset, amount }: Payment): OperationCode {
  const { state, source } = applying
  if (asset === 'native' && to.address === source) return 'op_success'
  // Who pays an asset back ends it: core does not look whether its issuer is still there.
  const isEnding = asset !== 'native' && to.address === asset.issuer
  const taker = state.accounts.get(to.address)
  if (taker == null && !isEnding) return 'op_no_destination'
  if (taker != null) {
    const refusal = moveAsset(applying, taker, { asset, by: amount })
    if (refusal != null) return `op_${refusal}`
  }
  const refusal = moveAsset(applying, sourceOf(applying), { asset, by: -amount })
  switch (refusal) {
    case null:
      return 'op_success'
    case 'no_trust':
    case 'not_authorized':
      return `op_src_${refusal}`
    default:
      return `op_${refusal}`
  }
}

/** Makes an account and gives it Pi (core: CreateAccountOpFrame). */
export function applyCreateAccount(
  applying: Applying,
  { to, startingBalance }: { to: AccountRef; startingBalance: bigint },
): OperationCode {
  const { accounts } = applying.state
  const source = sourceOf(applying)
  if (accounts.get(to.address) != null) return 'op_already_exists'
  if (startingBalance < MINIMUM_BALANCE) return 'op_low_reserve'
  if (availableBalance(source) < startingBalance) return 'op_underfunded'
  // Pi's chain is never full. "Not supported at this time" is the nearest that Stellar says.
  if (accounts.room() < 1) return 'op_not_supported'
  change(applying, source, { balance: source.balance - startingBalance })
  accounts.set(newAccount(to.address, startingBalance, applying.ledger))
  return 'op_success'
}
