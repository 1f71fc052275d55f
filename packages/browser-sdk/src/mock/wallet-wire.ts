import type { SdkReport, WalletState } from '@aloha-pi/contracts/wallet'
import type { User } from '@aloha-pi/contracts/wire'

export type {
  WalletClock,
  WalletPayment,
  WalletState,
  WalletUser,
} from '@aloha-pi/contracts/wallet'

export type WalletAutopilot = NonNullable<WalletState['autopilot']>
export type SignedIn = { access_token: string; user: User }
/** The app is the same for all reports of a page. */
export type Report = Omit<SdkReport, 'app_id'>
