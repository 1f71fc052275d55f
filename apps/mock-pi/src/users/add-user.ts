import type { Ledger } from '../ledger/ledger.ts'
import { openAccount } from '../ledger/open-account.ts'
import { createWallet } from '../ledger/wallet.ts'
import type { Seeded } from '../seed/seeded.ts'
import type { PiUser, UserStore } from './user-store.ts'

export type Person = {
  username: string
  wallet?: boolean | undefined
  roles?: readonly string[] | undefined
  preferredLanguage?: string | undefined
}

/** A new user with Pi in their wallet, or without a wallet and so without an account. */
export function addUser(
  { users, ledger, seeded }: { users: UserStore; ledger: Ledger; seeded: Seeded },
  { username, wallet: hasWallet = true, roles = [], preferredLanguage = 'en' }: Person,
): PiUser {
  const wallet = hasWallet ? createWallet(seeded.bytes(`user:${username}:wallet`, 32)) : null
  const user = users.add({ username, wallet, roles, preferredLanguage })
  if (wallet != null) openAccount(ledger, wallet)
  return user
}
