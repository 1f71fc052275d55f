import type { Scope } from '@aloha-pi/contracts/wire'

/** Every scope, as the consent dialog words it. `platform` comes unasked. */
export const SCOPES = {
  username: 'Your username',
  payments: 'Payments: ask you to pay',
  wallet_address: 'The address of your wallet',
  roles: 'Your roles',
  in_app_notifications: 'Send you notifications',
  preferred_language: 'Your language',
  platform: 'An id of yours that only this app knows',
} as const satisfies Record<Scope, string>
