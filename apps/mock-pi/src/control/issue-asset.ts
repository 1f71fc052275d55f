import { LAST_LEDGER } from '@aloha-pi/contracts/control'
import { buildPayment } from '../ledger/build-payment.ts'
import type { Account, Holding, Ledger, LedgerTransaction } from '../ledger/ledger.ts'
import { BASE_FEE } from '../ledger/network-parameters.ts'
import { openAccount } from '../ledger/open-account.ts'
import { holdingOf } from '../ledger/trustline.ts'
import type { Stellar } from '../ledger/stellar.ts'
import type { Wallet } from '../ledger/wallet.ts'
import type { Limits } from '../world/limits.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'

/** Trustlines of an account: Stellar's own limit of entries. */
const MAX_HOLDINGS = 1000

type IssuingWorld = {
  ledger: Ledger
  issuer: Wallet
  limits: Pick<Limits, 'accounts' | 'subentries'>
}
type Gift = { address: string; code: string; amount: bigint }
type Issued =
  | { ok: true; holding: Holding; transaction: LedgerTransaction }
  | {
      ok: false
      refusal: ReturnType<
        typeof controlRefusal<'invalid_request' | 'limit_reached' | 'payment_refused'>
      >
    }

/** Lets the account hold the asset, and pays it from the issuer in a separate ledger. */
export function issueAsset(world: IssuingWorld, stellar: Stellar, gift: Gift): Issued {
  const { ledger, issuer } = world
  const { address, code, amount } = gift
  const asset = { code, issuer: issuer.address }
  const refusal = findRefusal(world, gift, ledger.view().account(address))
  if (refusal != null) return { ok: false, refusal }
  openAccount(ledger, issuer)
  ledger.trust(address, asset)
  const source = ledger.view().account(issuer.address)
  if (source == null) throw new Error('The issuer has no account')
  const included = ledger.include(
    buildPayment(stellar, {
      type: 'payment',
      from: issuer,
      to: address,
      amount,
      asset,
      network: ledger.network,
      sequence: source.sequence + 1n,
      fee: BASE_FEE,
    }),
  )
  const account = ledger.view().account(address)
  const holding = account && holdingOf(account, asset)
  if (!included.ok || !included.transaction.successful || holding == null) {
    const { code: why, operations = [] } = included.ok
      ? included.transaction.result
      : included.result
    const reason = `The issuer's transaction failed: ${[why, ...operations].join(', ')}`
    return { ok: false, refusal: controlRefusal('payment_refused', { reason }) }
  }
  return { ok: true, holding, transaction: included.transaction }
}

function findRefusal(
  { ledger, issuer, limits }: IssuingWorld,
  { address, code }: Gift,
  account: Account | undefined,
) {
  if (account == null) {
    const rule = 'must be the address of an account: create one with POST /_mock/ledger/fund'
    return controlRefusal('invalid_request', { field: 'address', rule })
  }
  if (address === issuer.address) {
    const rule = 'must not be the issuer, which cannot hold its own asset'
    return controlRefusal('invalid_request', { field: 'address', rule })
  }
  const isNew = holdingOf(account, { code, issuer: issuer.address }) == null
  if (isNew && account.holdings.length >= MAX_HOLDINGS) {
    return atLimit('assets of an account', MAX_HOLDINGS)
  }
  if (isNew && !ledger.hasSubentryRoom()) {
    return atLimit('trustlines and signers', limits.subentries)
  }
  const hasIssuer = ledger.view().account(issuer.address) != null
  if (!hasIssuer && !ledger.hasRoom()) return atLimit('accounts', limits.accounts)
  return ledger.ledgersLeft() < 1 ? atLimit('ledgers', LAST_LEDGER) : null
}
