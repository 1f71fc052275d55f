export { commonWalletErrors, walletErrors, type WalletErrorCode } from './errors.ts'
export type { WalletOperation } from './operation.ts'
export {
  MAX_REPORT_DETAIL,
  MAX_WALLET_WAIT_MS,
  sdkReportSchema,
  walletPaymentSchema,
  walletStateSchema,
  walletUserSchema,
  type SdkReport,
  type WalletClock,
  type WalletPayment,
  type WalletState,
  type WalletUser,
} from './schemas.ts'
export { walletContract } from './wallet-contract.ts'
