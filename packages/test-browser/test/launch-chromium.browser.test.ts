import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../src/index.ts'
import { unpackChromium } from '../src/unpack-chromium.ts'

test('a page runs its script', async ({ skip }) => {
  const launched = await launchChromium()
  if (!launched.ok) return skip(launched.reason)
  onTestFinished(() => launched.browser.close())

  const page = await launched.browser.newPage()
  await page.setContent('<p>?</p><script>document.querySelector("p").textContent = 6 * 7</script>')

  expect(await page.textContent('p')).toBe('42')
})

test('two test runs that unpack at the same time share one whole copy', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'test-browser-'))
  onTestFinished(() => rm(cache, { recursive: true }))

  const [first, second] = await Promise.all([unpackChromium(cache), unpackChromium(cache)])

  expect(second).toEqual(first)
  expect(await readdir(cache)).toHaveLength(1)
})
