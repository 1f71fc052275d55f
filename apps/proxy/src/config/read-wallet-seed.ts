import { open } from 'node:fs/promises'
import type { Config } from './config.ts'
import { walletSeedSchema } from './variables.ts'

const OTHERS = 0o077

/**
 * The seed of the wallet, from the variable or from the file that only its owner may open. A file that
 * cannot be read at all is a fault.
 */
export async function readWalletSeed(
  wallet: Config['wallet'],
): Promise<{ ok: true; seed: string | undefined } | { ok: false; problem: string }> {
  if (wallet.seedFile == null) return { ok: true, seed: wallet.seed }
  await using file = await open(wallet.seedFile)
  const { mode } = await file.stat()
  // Windows has no such modes.
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    return {
      ok: false,
      problem: `PI_WALLET_SEED_FILE must be closed to everybody but its owner: chmod 600 ${wallet.seedFile}`,
    }
  }
  const seed = walletSeedSchema.safeParse((await file.readFile('utf8')).trim())
  return seed.success
    ? { ok: true, seed: seed.data }
    : {
        ok: false,
        problem:
          'PI_WALLET_SEED_FILE must hold a wallet seed and nothing else: S and 55 characters A-Z, 2-7',
      }
}
