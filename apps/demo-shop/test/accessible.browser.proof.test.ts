import { afterAll, expect, test } from 'vitest'
import { lookWithAxe, nothingFound, type Look } from './look-with-axe.ts'
import { startDemoInBrowser } from './start-demo.ts'

const { chromium, demo, close } = await startDemoInBrowser()
afterAll(close)

test.for<Look>([
  { width: 360, height: 640, colorScheme: 'dark' },
  { width: 1280, height: 800, colorScheme: 'light' },
])('axe finds nothing at $width px in $colorScheme', async (look, { skip }) => {
  if (!chromium.ok) return skip(chromium.reason)
  expect(await lookWithAxe(chromium.browser, demo, look)).toEqual(nothingFound)
})
