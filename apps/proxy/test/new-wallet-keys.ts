import { loadStellar } from '../src/wallet/stellar.ts'

/** The keys of a wallet that no one has. */
export async function newWalletKeys(): Promise<{ seed: string; address: string }> {
  const { Keypair } = await loadStellar()
  const keys = Keypair.random()
  return { seed: keys.secret(), address: keys.publicKey() }
}
