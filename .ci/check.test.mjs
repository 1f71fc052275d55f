import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const check = fileURLToPath(new URL('check.mjs', import.meta.url))

test('a check that does not exist is refused, with the names of all', () => {
  const { status, stderr } = spawnSync(process.execPath, [check, 'types', 'pac'], {
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^No check is named pac\. The checks: format, .*pack\n$/)
})
