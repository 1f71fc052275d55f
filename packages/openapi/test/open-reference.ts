import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, type TestContext } from 'vitest'
import { chainDocument, controlDocument, platformDocument } from '../src/index.ts'
import type { ServedDocument } from '../src/reference-page/index.ts'
import type { serveReference } from './serve-reference.ts'

export const documents: ServedDocument[] = [
  {
    title: 'Platform API',
    slug: 'platform',
    url: '/openapi.json',
    build: async () => platformDocument(),
  },
  {
    title: 'Blockchain',
    slug: 'chain',
    url: '/openapi/chain.json',
    build: async () => chainDocument(),
  },
  {
    title: 'Control',
    slug: 'control',
    url: '/openapi/control.json',
    build: async () => controlDocument(),
  },
]

type Reference = Awaited<ReturnType<typeof serveReference>>

/**
 * Opens the page at `place`, a document or an operation of it, and records every request that it makes, and every complaint
 * of the browser.
 */
export async function openReference(
  reference: Reference,
  { skip }: Pick<TestContext, 'skip'>,
  place?: string,
) {
  onTestFinished(() => reference[Symbol.asyncDispose]())
  const browser = await sharedBrowser(skip)

  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const requests: URL[] = []
  const complaints: string[] = []
  page.context().on('request', (request) => requests.push(new URL(request.url())))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text())
  })
  await page.goto(`${reference.url}/docs${place == null ? '' : `#${place}`}`)
  return { page, requests, complaints }
}

/** Opens the "Test Request" of an operation on its page and sends what is filled in. */
export async function tryOperation(
  { page }: Awaited<ReturnType<typeof openReference>>,
  { seen }: Reference,
  operation: string,
) {
  await page
    .locator(`section[id$="${operation}"]`)
    .getByRole('button', { name: 'Test Request' })
    .click()
  await page
    .locator('button:visible', { hasText: /^\s*Send/ })
    .last()
    .waitFor()
  const before = seen.length
  await page.keyboard.press('Control+Enter')
  // Not any response: the page may still be loading something else.
  await expect.poll(() => seen.length).toBeGreaterThan(before)
}
