import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { readWalletSeed } from './read-wallet-seed.ts'

const seed = `S${'A'.repeat(55)}`

async function haveSeedFile(content: string, mode: number): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const path = join(folder.path, 'seed')
  await writeFile(path, content)
  await chmod(path, mode)
  return path
}

test('without a file the seed is that of the variable, or none', async () => {
  expect(await readWalletSeed({ seed })).toEqual({ ok: true, seed })
  expect(await readWalletSeed({})).toEqual({ ok: true, seed: undefined })
})

test.each([0o600, 0o400])('P23: a seed file of mode %o is read', async (mode) => {
  const seedFile = await haveSeedFile(`${seed}\n`, mode)
  expect(await readWalletSeed({ seedFile })).toEqual({ ok: true, seed })
})

test.each([0o644, 0o640, 0o604, 0o660, 0o601])(
  'P23: a seed file of mode %o is refused',
  async (mode) => {
    const seedFile = await haveSeedFile(seed, mode)
    const refused = await readWalletSeed({ seedFile })
    expect(refused).toEqual({
      ok: false,
      problem: expect.stringContaining('PI_WALLET_SEED_FILE must be readable only by its owner'),
    })
    expect(JSON.stringify(refused)).not.toContain(seed)
  },
)

test.each(['', 'not a seed', `${seed} ${seed}`])(
  'P23: a file with %j is refused without repeating it',
  async (content) => {
    const seedFile = await haveSeedFile(content, 0o600)
    const refused = await readWalletSeed({ seedFile })
    expect(refused).toEqual({
      ok: false,
      problem:
        'PI_WALLET_SEED_FILE must hold a wallet seed and nothing else: S and 55 characters A-Z, 2-7',
    })
  },
)

test('P23: a seed file that cannot be read is refused', async () => {
  expect(await readWalletSeed({ seedFile: '/nowhere/seed' })).toEqual({
    ok: false,
    problem: expect.stringMatching('^PI_WALLET_SEED_FILE cannot be read: ENOENT'),
  })
})
