import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

test('a package that is not published cannot be packed alone', () => {
  const args = [MAIN, '/no/folder', '--only', 'proxy', '--only', 'bench']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^--only: no package that is published is named bench\. They are .*proxy/)
})
