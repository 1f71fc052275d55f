import { ALL_ACCOUNT_FLAGS } from './account-flags.ts'
import { isValidPredicate } from './claim-predicate.ts'
import type { AccountOptions, Asset, CreateClaimableBalance, Operation } from './envelope.ts'
import type { OperationCode } from './transaction-result.ts'

/** Weights and thresholds are one byte. */
const MAX_WEIGHT = 255

/** What is wrong with an operation whatever the accounts hold (core: doCheckValid). */
export function findMalformation(operation: Operation, source: string): OperationCode | null {
  switch (operation.type) {
    case 'payment':
      return operation.amount > 0n && isValidAsset(operation.asset) ? null : 'op_malformed'
    case 'create_account':
      return operation.startingBalance >= 0n && operation.to.address !== source
        ? null
        : 'op_malformed'
    case 'bump_sequence':
      return operation.bumpTo >= 0n ? null : 'op_bad_seq'
    case 'change_trust': {
      const { asset, limit } = operation
      // Since protocol 16 an issuer cannot even try to trust itself.
      const isFine = asset !== 'native' && isValidAsset(asset) && asset.issuer !== source
      return isFine && limit >= 0n ? null : 'op_malformed'
    }
    case 'set_options':
      return findBadOption(operation.options, source)
    case 'create_claimable_balance':
      return isValidBalance(operation) ? null : 'op_malformed'
    case 'claim_claimable_balance':
      return null
    case 'not_simulated':
      return 'op_not_supported'
  }
}

function isValidAsset(asset: Asset): boolean {
  return asset === 'native' || /^[A-Za-z0-9]{1,12}$/.test(asset.code)
}

function isValidBalance({ asset, amount, claimants }: CreateClaimableBalance): boolean {
  if (!isValidAsset(asset) || amount <= 0n || claimants.length === 0) return false
  const destinations = new Set(claimants.map(({ destination }) => destination))
  return (
    destinations.size === claimants.length &&
    claimants.every(({ predicate }) => isValidPredicate(predicate))
  )
}

function findBadOption(options: AccountOptions, source: string): OperationCode | null {
  const { setFlags = 0, clearFlags = 0, signer, homeDomain } = options
  if (((setFlags | clearFlags) & ~ALL_ACCOUNT_FLAGS) !== 0) return 'op_unknown_flag'
  if ((setFlags & clearFlags) !== 0) return 'op_bad_flags'
  const { masterWeight, lowThreshold, mediumThreshold, highThreshold } = options
  const weights = [masterWeight, lowThreshold, mediumThreshold, highThreshold]
  if (weights.some((each = 0) => each > MAX_WEIGHT)) return 'op_threshold_out_of_range'
  if (signer != null && (signer.key === source || signer.weight > MAX_WEIGHT))
    return 'op_bad_signer'
  return homeDomain?.every(isPrintable) === false ? 'op_invalid_home_domain' : null
}

/** ASCII without control characters. */
function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f
}
