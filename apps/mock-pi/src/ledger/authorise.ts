import type { Envelope } from './envelope.ts'
import { isSignedBy } from './verify-signature.ts'

/** Who signed a transaction: its source, each operation's source, and no one else. */
export type Authorisation = {
  source: boolean
  operations: readonly boolean[]
  /** A signature that no one needs: a foreign, a broken or a repeated one. */
  hasExtra: boolean
}

/** A transaction on its way into a ledger. Its signatures are checked once, when they are first asked for. */
export type Candidate = { envelope: Envelope; authorisation(): Authorisation }

export function createCandidate(envelope: Envelope): Candidate {
  let authorisation: Authorisation | undefined
  return { envelope, authorisation: () => (authorisation ??= authorise(envelope)) }
}

/**
 * Checks signatures as core's SignatureChecker does where every account has only its master key, with weight
 * 1 and thresholds 0: one signature of the key is enough, and each account uses the first that fits.
 */
function authorise({ hash, source, operations, signatures }: Envelope): Authorisation {
  const bytes = Buffer.from(hash, 'hex')
  const used = new Set<number>()
  const found = new Map<string, boolean>()
  const hasSigned = (address: string) => {
    const index = signatures.findIndex((signature) => isSignedBy(address, bytes, signature))
    if (index >= 0) used.add(index)
    return index >= 0
  }
  const isAuthorised = (address: string) => {
    const known = found.get(address) ?? hasSigned(address)
    found.set(address, known)
    return known
  }
  return {
    source: isAuthorised(source.address),
    operations: operations.map((operation) => isAuthorised((operation.source ?? source).address)),
    hasExtra: used.size < signatures.length,
  }
}
