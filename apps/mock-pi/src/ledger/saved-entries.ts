import type { SavedAccount, SavedBalance, SavedPredicate } from '../saved/saved-ledger.ts'
import type { ClaimableBalance } from './claimable-balance.ts'
import type { Asset, ClaimPredicate, IssuedAsset } from './envelope.ts'
import type { Account } from './ledger.ts'

/** An account as a snapshot holds it. */
export function saveAccount(account: Account): SavedAccount {
  const { master, low, medium, high } = account.thresholds
  return {
    address: account.address,
    balance: String(account.balance),
    holdings: account.holdings.map(({ asset, balance, limit, flags, lastModifiedLedger }) => ({
      asset: saveIssued(asset),
      balance: String(balance),
      limit: String(limit),
      flags,
      lastModifiedLedger,
    })),
    signers: account.signers.map(({ key, weight }) => ({ key, weight })),
    thresholds: { master, low, medium, high },
    flags: account.flags,
    homeDomain: account.homeDomain,
    numSponsoring: account.numSponsoring,
    sequence: String(account.sequence),
    sequenceLedger: account.sequenceLedger,
    sequenceTime: account.sequenceTime,
    lastModifiedLedger: account.lastModifiedLedger,
    lastModifiedAt: account.lastModifiedAt,
  }
}

export function loadAccount({ balance, sequence, holdings, ...saved }: SavedAccount): Account {
  return {
    ...saved,
    balance: BigInt(balance),
    sequence: BigInt(sequence),
    holdings: holdings.map((holding) => ({
      ...holding,
      balance: BigInt(holding.balance),
      limit: BigInt(holding.limit),
    })),
  }
}

/** A claimable balance as a snapshot holds it. */
export function saveBalance(balance: ClaimableBalance): SavedBalance {
  return {
    id: balance.id,
    asset: saveAsset(balance.asset),
    amount: String(balance.amount),
    claimants: balance.claimants.map(({ destination, predicate }) => ({
      destination,
      predicate: savePredicate(predicate),
    })),
    sponsor: balance.sponsor,
    isClawbackEnabled: balance.isClawbackEnabled,
    lastModifiedLedger: balance.lastModifiedLedger,
    lastModifiedAt: balance.lastModifiedAt,
  }
}

export function loadBalance({ amount, claimants, ...saved }: SavedBalance): ClaimableBalance {
  return {
    ...saved,
    amount: BigInt(amount),
    claimants: claimants.map(({ destination, predicate }) => ({
      destination,
      predicate: loadPredicate(predicate),
    })),
  }
}

export function saveAsset(asset: Asset): 'native' | IssuedAsset {
  return asset === 'native' ? asset : saveIssued(asset)
}

function saveIssued({ code, issuer }: IssuedAsset): IssuedAsset {
  return { code, issuer }
}

function savePredicate(predicate: ClaimPredicate): SavedPredicate {
  switch (predicate.type) {
    case 'unconditional':
      return { type: predicate.type }
    case 'and':
    case 'or':
      return { type: predicate.type, parts: predicate.parts.map(savePredicate) }
    case 'not':
      return {
        type: predicate.type,
        part: predicate.part == null ? null : savePredicate(predicate.part),
      }
    case 'before_absolute':
      return { type: predicate.type, seconds: String(predicate.seconds) }
    case 'before_relative':
      throw new Error('A predicate on the ledger has a relative time')
  }
}

function loadPredicate(saved: SavedPredicate): ClaimPredicate {
  switch (saved.type) {
    case 'unconditional':
      return saved
    case 'and':
    case 'or':
      return { ...saved, parts: saved.parts.map(loadPredicate) }
    case 'not':
      return { type: 'not', part: saved.part == null ? null : loadPredicate(saved.part) }
    case 'before_absolute':
      return { type: saved.type, seconds: BigInt(saved.seconds) }
  }
}
