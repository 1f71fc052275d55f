import type { Scope } from '@aloha-pi/contracts/platform'

/** What Pi Sign-in grants, as its page words it. Never `payments`: a payment needs the Pi Browser. */
export const SIGN_IN_SCOPES = {
  username: 'Your username',
  wallet_address: 'The address of your wallet',
  preferred_language: 'Your language',
} as const satisfies Partial<Record<Scope, string>>
export type SignInScope = keyof typeof SIGN_IN_SCOPES

export function isSignInScope(text: string): text is SignInScope {
  return Object.hasOwn(SIGN_IN_SCOPES, text)
}
