import { availableBalance, subentriesOf } from '../../../src/ledger/network-parameters.ts'
import { ADDRESSES, type ChainWorld } from './chain-world.ts'
import { lineOf } from './replay-history.ts'

/** Each checks one invariant on entries of accounts; returns what is wrong, or null. */

export function checkTrustlines({ ledger, replayed }: ChainWorld): string | null {
  const view = ledger.view()
  const held = new Set<string>()
  for (const address of ADDRESSES) {
    const holdings = view.account(address)?.holdings ?? []
    for (const { asset, balance, limit } of holdings) {
      const line = lineOf(address, asset)
      if (held.has(line)) return `two of ${line}`
      held.add(line)
      if (balance < 0n || balance > limit) return `${line}: ${balance} of at most ${limit}`
      const expected = replayed.lines.get(line)
      if (balance !== expected) return `${line}: ${balance}, not ${expected}`
    }
  }
  return held.size === replayed.lines.size ? null : `${held.size} of ${replayed.lines.size} lines`
}

export function checkClaimable({ ledger, replayed }: ChainWorld): string | null {
  const view = ledger.view()
  const waiting = view.claimableBalances({})
  const expected = [...replayed.claimable].map(([id, { amount }]) => `${id} ${amount}`)
  const seen = waiting.map(({ id, amount }) => `${id} ${amount}`)
  if (seen.toSorted().join() !== expected.sort().join()) return `${seen}, not ${expected}`
  const isKnown = waiting.every(({ id }) => view.knowsBalance(id) && view.claimableBalance(id))
  return isKnown ? null : 'one of them has no history'
}

export function checkSponsoring({ ledger, replayed }: ChainWorld): string | null {
  for (const address of ADDRESSES) {
    let expected = 0
    for (const { sponsor, claimants } of replayed.claimable.values()) {
      if (sponsor === address) expected += claimants
    }
    const seen = ledger.view().account(address)?.numSponsoring ?? 0
    if (seen !== expected) return `${address}: ${seen}, not ${expected}`
  }
  return null
}

export function checkEffects({ ledger, replayed }: ChainWorld): string | null {
  for (const address of ADDRESSES) {
    const balance = ledger.view().account(address)?.balance ?? 0n
    const moved = replayed.moved.get(address) ?? 0n
    if (balance !== moved) return `${address}: ${balance}, but effects say ${moved}`
  }
  return null
}

/** An account that was opened with less has no more entries than itself. */
export function checkReserves({ ledger, spendable }: ChainWorld): string | null {
  for (const address of ADDRESSES) {
    const account = ledger.view().account(address)
    if (account == null) continue
    const now = availableBalance(account)
    const before = spendable.get(address) ?? now
    spendable.set(address, now)
    if (now < 0n && before >= 0n) return `${address}: ${now} after ${before}`
    if (now < 0n && subentriesOf(account) + account.numSponsoring > 0) return `${address}: ${now}`
  }
  return null
}
