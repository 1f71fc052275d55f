import type { ChainClaimableBalance } from '@aloha-pi/contracts/chain'
import { formatStroops } from '@aloha-pi/contracts/platform'
import type { ClaimableBalance } from '../ledger/claimable-balance.ts'
import { canonicalAsset } from './asset-wire.ts'
import { linksTo, secondsToWire } from './hal-links.ts'
import { claimantToWire } from './operation-details.ts'

/** A claimable balance as Horizon shows it. */
export function claimableBalanceToWire(
  balance: ClaimableBalance,
  url: string,
): ChainClaimableBalance {
  const { id, lastModifiedLedger } = balance
  const { link, paged } = linksTo(url)
  const self = `/claimable_balances/${id}`
  return {
    _links: {
      self: link(self),
      transactions: paged(`${self}/transactions`),
      operations: paged(`${self}/operations`),
    },
    id,
    asset: canonicalAsset(balance.asset),
    amount: formatStroops(balance.amount),
    sponsor: balance.sponsor,
    last_modified_ledger: lastModifiedLedger,
    last_modified_time: secondsToWire(balance.lastModifiedAt),
    claimants: balance.claimants.map(claimantToWire),
    flags: { clawback_enabled: balance.isClawbackEnabled },
    // Horizon pages through balances by ledger, and in a ledger by id.
    paging_token: `${lastModifiedLedger}-${id}`,
  }
}
