/** Every sixteenth user has no wallet on the chain. */
export const USERS = 200
export const WITHOUT_WALLET = 15

export function uidOf(user: number): string {
  return `00000000-0000-4000-8000-${user.toString(16).padStart(12, '0')}`
}

/** The user's wallet; one that is not on the chain ends with X. */
export function addressOf(uid: string): string {
  const user = Number.parseInt(uid.slice(-8), 16)
  let text = ''
  for (const digit of user.toString(8)) text += 'ABCDEFGH'[Number(digit)]
  return `G${text.padStart(54, 'A')}${user % 16 === WITHOUT_WALLET ? 'X' : 'A'}`
}

export function isOnChain(address: string): boolean {
  return !address.endsWith('X')
}
