import { open, type FileHandle } from 'node:fs/promises'
import { findOpenSecret } from '../files/secret-file.ts'
import type { Config } from './config.ts'
import { walletSeedSchema } from './variables.ts'

type ReadSeed = { ok: true; seed: string | undefined } | { ok: false; problem: string }

/** The seed of the wallet, from the variable or from a file that only its owner may open. */
export async function readWalletSeed(wallet: Config['wallet']): Promise<ReadSeed> {
  if (wallet.seedFile == null) return { ok: true, seed: wallet.seed }
  try {
    await using file = await open(wallet.seedFile)
    return await readSeedFile(file, wallet.seedFile)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return { ok: false, problem: `PI_WALLET_SEED_FILE cannot be read: ${error.message}` }
  }
}

async function readSeedFile(file: FileHandle, path: string): Promise<ReadSeed> {
  const open = findOpenSecret(await file.stat(), path)
  if (open != null) return { ok: false, problem: `PI_WALLET_SEED_FILE ${open}` }
  const seed = walletSeedSchema.safeParse((await file.readFile('utf8')).trim())
  return seed.success
    ? { ok: true, seed: seed.data }
    : {
        ok: false,
        problem:
          'PI_WALLET_SEED_FILE must hold a wallet seed and nothing else: S and 55 characters A-Z, 2-7',
      }
}
