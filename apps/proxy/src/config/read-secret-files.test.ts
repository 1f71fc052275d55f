import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { parseConfig, parseDatabaseConfig } from './config.ts'

async function haveFile(content: string, mode = 0o600): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const path = join(folder.path, 'secret')
  await writeFile(path, content)
  await chmod(path, mode)
  return path
}
const key = 'keyfromafile0123456789'
const url = 'postgres://proxy:secret@127.0.0.1/proxy'

test('the key and the URL of the database are read from files', async () => {
  const env = {
    PI_API_KEY_FILE: await haveFile(`${key}\n`),
    DATABASE_URL_FILE: await haveFile(`${url}\n`),
  }
  expect(parseConfig(env)).toMatchObject({
    ok: true,
    config: { upstream: { apiKey: key }, database: { kind: 'postgres', url } },
  })
  expect(parseDatabaseConfig(env)).toEqual({ ok: true, config: { kind: 'postgres', url } })
  expect(env).not.toHaveProperty('PI_API_KEY')
})

test('P23: a file that others may read, one that is missing, and a variable beside it are refused', async () => {
  const open = await haveFile(key, 0o644)
  const cases: [object, string | RegExp][] = [
    [
      { PI_API_KEY_FILE: open },
      `PI_API_KEY_FILE must be readable only by its owner: chmod 600 ${open}`,
    ],
    [{ PI_API_KEY_FILE: '/nowhere/key' }, /^PI_API_KEY_FILE cannot be read: ENOENT/],
    [{ PI_API_KEY_FILE: '/' }, /^PI_API_KEY_FILE must /],
    [
      { PI_API_KEY: key, PI_API_KEY_FILE: '/k' },
      'Set either PI_API_KEY or PI_API_KEY_FILE, not both',
    ],
  ]
  for (const [env, problem] of cases) {
    expect(parseConfig(env as Record<string, string>)).toEqual({
      ok: false,
      problems: [expect.stringMatching(problem)],
    })
  }
  const wrong = { PI_API_KEY: key, DATABASE_URL_FILE: await haveFile('mysql://u:hidden@h/d') }
  const refused = parseConfig(wrong)
  expect(refused).toMatchObject({ ok: false, problems: [expect.stringMatching(/^DATABASE_URL /)] })
  expect(JSON.stringify(refused)).not.toContain('hidden')
})
