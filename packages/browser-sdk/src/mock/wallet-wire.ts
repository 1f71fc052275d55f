import type { Payment, Scope, User } from '@aloha-pi/contracts/wire'

export type WalletClock = { now: string; frozen: boolean }

export type WalletAutopilot = {
  user: string
  consent: 'allow' | 'refuse'
  payment: 'pay' | 'cancel' | 'cancel-after-approval' | 'ignore' | 'pay-silently'
  delay_ms: number
}

export type WalletState = {
  world_id: string
  clock: WalletClock
  app: { app_id: string; name: string; network: string }
  autopilot: WalletAutopilot | null
  approval_timeout_ms: number
}

export type WalletUser = {
  username: string
  wallet_address: string | null
  balance: string | null
  granted_scopes: Scope[]
}

export type WalletPayment = {
  app_id: string
  username: string
  payment: Payment
  approve_by: string
  fee: string
  balance: string | null
  version: number
  timeline: { at: string; event: string }[]
}

export type SignedIn = { access_token: string; user: User }

export type Report = {
  payment_id?: string
  kind: 'call' | 'callback' | 'error'
  name: string
  detail?: string
}
