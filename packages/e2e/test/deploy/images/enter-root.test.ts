import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { removeRoot } from './enter-root.ts'

const line = (point: string) =>
  `36 35 98:0 / ${point.replaceAll(' ', '\\040')} rw - ext4 /dev/root rw`

test('a root is deleted, but not while something is mounted in it', async () => {
  const root = path.join(await mkdtemp(path.join(tmpdir(), 'a root-')))
  for (const point of [root, `${root}/proc`]) {
    await expect(removeRoot(root, `${line('/')}\n${line(point)}\n`)).rejects.toThrow(
      `Not deleted, for this is mounted: ${point}`,
    )
  }
  expect(existsSync(root)).toBe(true)
  await removeRoot(root, `${line('/')}\n${line(`${root}-other`)}\n`)
  expect(existsSync(root)).toBe(false)
})
