import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchChromium } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('take-screenshots.ts', import.meta.url))
const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

test('the command of the README takes every picture that is in the repository', async ({
  skip,
}) => {
  const chromium = await launchChromium()
  if (!chromium.ok) return skip(chromium.reason)
  await chromium.browser.close()
  const folder = await mkdtemp(join(tmpdir(), 'screenshots-'))
  onTestFinished(() => rm(folder, { recursive: true }))

  // PGlite's code is compiled once and not again for speed: less work.
  await promisify(execFile)(process.execPath, ['--liftoff-only', script, folder])

  const taken = await readdir(folder)
  expect(taken.toSorted()).toEqual((await readdir(images)).toSorted())
  for (const name of taken) {
    const picture = await readFile(join(folder, name))
    expect(picture.toString('latin1', 1, 4)).toBe('PNG')
    expect(picture.length).toBeGreaterThan(10_000)
  }
})
