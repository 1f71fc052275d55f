/** A wallet's secret key in Stellar's text form (SEP-23). */
const WALLET_SEED = /S[A-Z2-7]{55}/g

/** The text without wallet seeds: somebody may have pasted one where an id belongs. */
export function maskSeeds(text: string): string {
  return text.replace(WALLET_SEED, 'S… (a wallet seed)')
}
