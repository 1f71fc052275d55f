/** I8: which secrets stand in a text, without repeating them. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  const found = secrets.flatMap((secret, index) =>
    text.includes(secret) ? [`secret ${index + 1}`] : [],
  )
  return /\bS[A-Z2-7]{55}\b/.test(text) ? [...found, 'a wallet seed'] : found
}
