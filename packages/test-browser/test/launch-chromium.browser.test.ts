import { expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../src/index.ts'

test('a page runs its script', async ({ skip }) => {
  const launched = await launchChromium()
  if (!launched.ok) return skip(launched.reason)
  onTestFinished(() => launched.browser.close())

  const page = await launched.browser.newPage()
  await page.setContent('<p>?</p><script>document.querySelector("p").textContent = 6 * 7</script>')

  expect(await page.textContent('p')).toBe('42')
})
