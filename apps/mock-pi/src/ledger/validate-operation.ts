import type { IssuedAsset, Operation } from './envelope.ts'
import type { OperationCode } from './transaction-result.ts'

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
    case 'not_simulated':
      return 'op_not_supported'
  }
}

function isValidAsset(asset: 'native' | IssuedAsset): boolean {
  return asset === 'native' || /^[A-Za-z0-9]{1,12}$/.test(asset.code)
}
