import { ACCOUNT_FLAGS } from './account-flags.ts'
import { change, sourceOf, type Applying } from './applying.ts'
import type { AccountOptions, Signer } from './envelope.ts'
import type { Account } from './ledger.ts'
import {
  availableBalance,
  BASE_RESERVE,
  MAX_SIGNERS,
  MAX_SUBENTRIES,
  subentriesOf,
} from './network-parameters.ts'
import type { SignerChange } from './outcome.ts'
import type { OperationCode } from './transaction-result.ts'

/** Changes flags, home domain, thresholds and signers of an account (core: SetOptionsOpFrame). */
export function applySetOptions(applying: Applying, options: AccountOptions): OperationCode {
  const before = sourceOf(applying)
  const { clearFlags = 0, setFlags = 0 } = options
  const isImmutable = (before.flags & ACCOUNT_FLAGS.immutable) !== 0
  if (isImmutable && (clearFlags | setFlags) !== 0) return 'op_cant_change'
  const flags = (before.flags & ~clearFlags) | setFlags
  const hasFlags = options.clearFlags != null || options.setFlags != null
  if (hasFlags && !isClawbackValid(flags)) return 'op_auth_revocable_required'

  const { master, low, medium, high } = before.thresholds
  const thresholds = {
    master: options.masterWeight ?? master,
    low: options.lowThreshold ?? low,
    medium: options.mediumThreshold ?? medium,
    high: options.highThreshold ?? high,
  }
  const signers = options.signer == null ? before.signers : changeSigners(before, options.signer)
  if (typeof signers === 'string') return signers
  // Pi's chain is never full. "Not supported at this time" is the nearest that Stellar says.
  const isFull = applying.state.accounts.partRoom() < 1
  if (isFull && signers.length > before.signers.length) return 'op_not_supported'
  const homeDomain = options.homeDomain?.toString('latin1') ?? before.homeDomain
  const after = change(applying, before, { flags, homeDomain, thresholds, signers })
  const changes = compareSigners(before, after)
  if (changes.length > 0) applying.report({ type: 'signers', changes })
  return 'op_success'
}

/** Who may claw back has to be able to revoke. */
function isClawbackValid(flags: number): boolean {
  const { clawbackEnabled, revocable } = ACCOUNT_FLAGS
  return (flags & clawbackEnabled) === 0 || (flags & revocable) !== 0
}

function changeSigners(
  account: Account,
  { key, weight }: Signer,
): readonly Signer[] | OperationCode {
  const { signers } = account
  if (weight === 0) return signers.filter((each) => each.key !== key)
  if (signers.some((each) => each.key === key)) {
    return signers.map((each) => (each.key === key ? { key, weight } : each))
  }
  if (signers.length >= MAX_SIGNERS) return 'op_too_many_signers'
  if (subentriesOf(account) >= MAX_SUBENTRIES) return 'op_too_many_subentries'
  if (availableBalance(account) < BASE_RESERVE) return 'op_low_reserve'
  return [...signers, { key, weight }]
}

/** Horizon's summary of signers, in which the account's own key counts while it has weight. */
function signerWeights({ address, thresholds, signers }: Account): Map<string, number> {
  const weights = new Map(signers.map(({ key, weight }) => [key, weight]))
  if (thresholds.master > 0) weights.set(address, thresholds.master)
  return weights
}

/** What became of each signer: first those that were there, then new ones, each by their key. */
function compareSigners(before: Account, after: Account): SignerChange[] {
  const [old, current] = [signerWeights(before), signerWeights(after)]
  const added = [...current.keys()].filter((key) => !old.has(key))
  return [...[...old.keys()].sort(), ...added.sort()]
    .map((key) => ({ key, before: old.get(key) ?? null, after: current.get(key) ?? null }))
    .filter((each) => each.before !== each.after)
}
