import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sharedChromium } from '@aloha-pi/test-browser'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { toHtml } from '../src/report/to-html.ts'
import { toJunit } from '../src/report/to-junit.ts'
import { runConformance } from '../src/run-conformance.ts'
import { fakeTarget } from './fake-target.ts'

const chromium = await sharedChromium()
const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const ATTACK = `"'><img src=x onerror="document.title='owned'"></pre></details><script>document.title='owned'</script>&amp;]]>\u0000\u0001\ud800`

/** A target that writes what it can into whatever shows its responses. */
async function hostileReport() {
  const { send } = fakeTarget(() => ({
    status: 200,
    headers: { 'x-evil': ATTACK, 'content-type': ATTACK },
    body: { error: ATTACK, [ATTACK]: ATTACK },
  }))
  const options = {
    target: 'platform',
    baseUrl: 'http://127.0.0.1:9',
    apiKey: 'k'.repeat(40),
  } as const
  return runConformance({ ...options, send, payment: 'somePayment', write: true })
}

test.skipIf(!chromium.ok)(
  'the page shows responses as text, runs nothing and asks for nothing',
  async () => {
    if (!chromium.ok) return
    const report = await hostileReport()
    const file = join(folder, 'report.html')
    await writeFile(file, toHtml(report))
    const page = await chromium.browser.newPage({ viewport: { width: 1200, height: 900 } })
    onTestFinished(() => page.close())
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.goto(pathToFileURL(file).href)

    expect(await page.title()).toBe('Conformance of platform at http://127.0.0.1:9')
    expect(await page.locator('img, script, iframe').count()).toBe(0)
    expect(await page.locator('article').count()).toBe(report.counts.failed)
    expect(await page.locator('article').first().innerText()).toContain('<img src=x onerror=')
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(file).href])
    expect(complaints).toEqual([])
  },
)

test.skipIf(!chromium.ok)(
  'a failure in the table leads to what was sent and what came',
  async () => {
    if (!chromium.ok) return
    const report = await hostileReport()
    const file = join(folder, 'links.html')
    await writeFile(file, toHtml(report))
    const page = await chromium.browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(pathToFileURL(file).href)
    const { id } = report.results.find(({ outcome }) => outcome === 'failed')!

    await page.locator(`tr.failed a[href="#${id}"]`).click()

    const shown = page.locator(`[id="${id}"]`)
    await expect
      .poll(() => shown.evaluate((each) => each.getBoundingClientRect().top))
      .toBeLessThan(50)
    expect(await shown.innerText()).toMatch(
      /Sent\s+GET http:[\s\S]+Received\s+200[\s\S]+Repeat\s+curl /,
    )
  },
)

test.skipIf(!chromium.ok)(
  'the JUnit file is well-formed XML, whatever a target returns',
  async () => {
    if (!chromium.ok) return
    const report = await hostileReport()
    const page = await chromium.browser.newPage()
    onTestFinished(() => page.close())

    const read = await page.evaluate((xml) => {
      const parsed = new DOMParser().parseFromString(xml, 'application/xml')
      const all = (name: string) => parsed.querySelectorAll(name).length
      return {
        faults: [...parsed.querySelectorAll('parsererror')].map((each) => each.textContent),
        cases: all('testsuites > testsuite > testcase'),
        failures: all('testcase > failure'),
        skipped: all('testcase > skipped'),
        total: parsed.documentElement.getAttribute('failures'),
      }
    }, toJunit(report))

    const { failed, skipped } = report.counts
    expect(read).toEqual({
      faults: [],
      cases: report.results.length,
      failures: failed,
      skipped,
      total: String(failed),
    })
  },
)
