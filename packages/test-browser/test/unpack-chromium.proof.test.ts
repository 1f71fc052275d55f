import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { unpackChromium } from '../src/unpack-chromium.ts'

test('two test runs that unpack at the same time share one whole copy', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'test-browser-'))
  onTestFinished(() => rm(cache, { recursive: true }))

  const [first, second] = await Promise.all([unpackChromium(cache), unpackChromium(cache)])

  expect(second).toEqual(first)
  expect(await readdir(cache)).toHaveLength(1)
})
