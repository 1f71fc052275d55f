import type { Envelope, Operation, Signer } from './envelope.ts'
import type { Account } from './ledger.ts'
import { encodeStrkey } from './strkey.ts'
import { isPreAuthorised, isSecretOf, isSignedBy } from './verify-signature.ts'

/**
 * A transaction on its way into a ledger. Whether a key made a signature is found out once; what it is worth is
 * asked of the accounts each time, because they may change while it waits.
 */
export type Candidate = { envelope: Envelope; fits(key: string, signature: number): boolean }

/** The candidate of a transaction; `signer` is known to have made the first signature. */
export function createCandidate(envelope: Envelope, signer?: string): Candidate {
  const hash = Buffer.from(envelope.hash, 'hex')
  const known = new Map(signer == null ? [] : [[`${signer} 0`, true]])
  return {
    envelope,
    fits(key, index) {
      const question = `${key} ${index}`
      const found = known.get(question) ?? doesFit(envelope, hash, { key, index })
      known.set(question, found)
      return found
    },
  }
}

function doesFit(
  { signatures }: Envelope,
  hash: Buffer,
  { key, index }: { key: string; index: number },
): boolean {
  const signature = signatures[index]
  if (signature == null) return false
  return key.startsWith('X') ? isSecretOf(key, signature) : isSignedBy(key, hash, signature)
}

/** How much weight an operation needs (core: ThresholdLevel). */
export type ThresholdLevel = 'low' | 'medium' | 'high'

/** Weighs the signatures of one transaction, and remembers which of them counted (core: SignatureChecker). */
export type SignatureChecker = {
  /** Whether an account as it is now lets the transaction through; one that is not there needs its own key. */
  isAuthorised(account: Account | undefined, address: string, level: ThresholdLevel): boolean
  /** False when a signature was not needed: a foreign, a broken or a repeated one. */
  areAllUsed(): boolean
}

export function createSignatureChecker(candidate: Candidate): SignatureChecker {
  const { hash, signatures } = candidate.envelope
  const used = new Set<number>()
  const weigh = (signers: readonly Signer[], needed: number): boolean => {
    let weight = 0
    for (const { key, weight: own } of signers) {
      if (!isPreAuthorised(key, hash)) continue
      weight += own
      if (weight >= needed) return true
    }
    // Core counts secrets before signatures.
    for (const kind of ['X', 'G']) {
      const left = signers.filter(({ key }) => key.startsWith(kind))
      for (const index of signatures.keys()) {
        const place = left.findIndex(({ key }) => candidate.fits(key, index))
        if (place < 0) continue
        used.add(index)
        weight += left[place]?.weight ?? 0
        if (weight >= needed) return true
        // One key counts once.
        left.splice(place, 1)
      }
    }
    return false
  }
  return {
    isAuthorised(account, address, level) {
      if (account == null) return weigh([{ key: address, weight: 1 }], 0)
      const { master, [level]: needed } = account.thresholds
      const own = master > 0 ? [{ key: address, weight: master }] : []
      return weigh([...own, ...account.signers], needed)
    },
    areAllUsed: () => used.size === signatures.length,
  }
}

/** What an operation needs of its source. */
export function thresholdOf(operation: Operation): ThresholdLevel {
  switch (operation.type) {
    case 'bump_sequence':
    case 'claim_claimable_balance':
      return 'low'
    case 'set_options': {
      const { masterWeight, lowThreshold, mediumThreshold, highThreshold, signer } =
        operation.options
      const ofKeys = [masterWeight, lowThreshold, mediumThreshold, highThreshold, signer]
      return ofKeys.some((each) => each != null) ? 'high' : 'medium'
    }
    default:
      return 'medium'
  }
}

/** The key under which an account may have let the transaction through in advance. */
export function preAuthKeyOf({ hash }: Envelope): string {
  return encodeStrkey('T', Buffer.from(hash, 'hex'))
}
