import type { xdr } from '@stellar/stellar-sdk/base'
import { loadStellar } from './stellar.ts'

/** Why a transaction in a ledger failed, in Horizon's words: `op_no_destination`, else the transaction's code. */
export async function readFailure(base64: string | undefined): Promise<string> {
  const { xdr } = await loadStellar()
  if (base64 == null) return 'tx_failed'
  try {
    return describe(xdr.TransactionResult.fromXdr(base64, 'base64').result)
  } catch {
    // Bytes from anywhere: that it failed is known all the same.
    return 'tx_failed'
  }
}

function describe(result: xdr.TransactionResultResult): string {
  if (result.type !== 'txFailed') return snake(result.type)
  const failed = result.results.map(failureOf).find((code) => code != null)
  return failed ?? 'tx_failed'
}

function failureOf(result: xdr.OperationResult): string | undefined {
  if (result.type !== 'opInner') return snake(result.type)
  const operation = result.tr.type
  const inner: { type: string } = result.tr.value
  const name = inner.type.slice(operation.length)
  return name === 'Success' ? undefined : `op${snake(name)}`
}

/** `opBadAuth` is `op_bad_auth` in Horizon. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
