import type { WalletErrorCode } from './errors.ts'

/** Contract metadata of a wallet operation. No credential: JSON only, and only pages of this machine or of the app. */
export type WalletOperation = { credential: 'none'; errors: readonly WalletErrorCode[] }

export function walletOperation(...errors: WalletErrorCode[]): WalletOperation {
  return { credential: 'none', errors }
}
