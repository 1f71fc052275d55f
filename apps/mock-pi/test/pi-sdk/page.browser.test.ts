import { sharedBrowser } from '@aloha-pi/test-browser'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { beginPayment, openApp, openSignedIn } from './open-app.ts'

test.for([
  ['a classic script', '<script src="SRC"></script>'],
  ['an async script', '<script async src="SRC"></script>'],
  ['a deferred script', '<script defer src="SRC"></script>'],
  ['a module', '<script type="module" src="SRC"></script>'],
  ['an import', '<script type="module">import "SRC"</script>'],
  ['import()', '<script>import("SRC")</script>'],
  [
    'an inserted script',
    '<script>document.head.append(Object.assign(document.createElement("script"), { src: "SRC" }))</script>',
  ],
  ['a script with crossorigin', '<script crossorigin src="SRC"></script>'],
])('%s finds its mock', async ([, load], { skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock, { load: load! })
  await app.page.waitForFunction(() => 'Pi' in globalThis)
  expect(await app.line('window.Pi is a mock')).toContain(mock.url)
})

test('the example of the README says hello', async ({ skip }) => {
  const mock = await startMock()
  const file = new URL('../README.md', import.meta.resolve('@aloha-pi/browser-sdk'))
  const [, html] = /```html\n([^]*?)```/.exec(readFileSync(file, 'utf8')) ?? []
  const load = html!.replace('http://127.0.0.1:3141', mock.url)
  const app = await openApp(await sharedBrowser(skip), mock, { load })
  await app.button('Allow').click()
  expect(await app.line('hello')).toBe('hello alice')
})

test('a call before the body of the page is there waits for it', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    load: '',
    head: `<script src="SRC"></script>
      <script>Pi.init({ version: '2.0' }); user = Pi.authenticate(['username'], () => {})</script>`,
  })
  await app.button('Allow').click()
  expect(await app.page.evaluate('user.then(({ user }) => user.username)')).toBe('alice')
})

test('data-app names the app; without it the origin does', async ({ skip }) => {
  const mock = await startMock()
  const { body: other } = await mock.control('/apps', { name: 'other' })
  const app = await openApp(await sharedBrowser(skip), mock, {
    attributes: `data-app="${other.app_id}" data-autopilot="alice"`,
  })
  const enterAndRead = () =>
    app.page.evaluate(async () => {
      await Pi.init({ version: '2.0' })
      return (await Pi.authenticate(['username'], () => undefined)).user.app_id
    })
  expect(await enterAndRead()).toBe(other.app_id)

  const plain = await openApp(await sharedBrowser(skip), mock)
  await mock.control(`/apps/${other.app_id}`, { origins: [plain.origin] }, 'PATCH')
  const appId = await plain.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    PiMock.autopilot({ user: 'alice' })
    return (await Pi.authenticate(['username'], () => undefined)).user.app_id
  })
  expect(appId).toBe(other.app_id)
})

test('a second script is ignored', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    load: '<script src="SRC"></script><script>first = Pi</script><script src="SRC"></script>',
  })
  expect(await app.line('loaded twice')).toContain('the first one stays')
  expect(await app.page.evaluate('first === Pi')).toBe(true)
})

test('a page that removes Pi and loads the script again has Pi again', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    load: '<script src="SRC"></script><script>first = Pi; window.Pi = undefined</script><script src="SRC"></script>',
  })
  expect(await app.page.evaluate('first === Pi')).toBe(true)
})

test('calls and callbacks are reported to the mock, with the payment that they concern', async ({
  skip,
}) => {
  const mock = await startMock()
  const app = await openSignedIn(await sharedBrowser(skip), mock)
  const id = await beginPayment(app)
  const reports = async () => (await mock.call('GET', '/_mock/sdk-reports')).body.reports
  await expect.poll(async () => (await reports()).length).toBe(4)
  const all: { name: string }[] = await reports()
  // Newest first.
  expect(all.map(({ name }) => name)).toEqual([
    'onReadyForServerApproval',
    'createPayment',
    'authenticate',
    'init',
  ])
  expect(all[0]).toMatchObject({ payment_id: id, kind: 'callback' })
})

test('reports that fail stop nothing and are not in the console', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock)
  await app.page.route('**/_wallet/reports', (route) => route.abort())
  await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    PiMock.autopilot({ user: 'alice' })
    await enter()
  })
  expect(await app.events(1)).toEqual([['entered', 'alice']])
  expect(app.logged.filter((line) => line.includes('uncaught') || line.includes('report'))).toEqual(
    [],
  )
})

test('it works under a strict policy, and asks no host but the mock', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock, {
    headers: {
      'content-security-policy': `default-src 'none'; script-src 'self' ${mock.url}; connect-src ${mock.url}; require-trusted-types-for 'script'`,
    },
  })
  await app.page.evaluate(() => {
    void Pi.init({ version: '2.0' })
    void enter()
  })
  await app.button('Allow').waitFor()
  const colour = await app.button('Allow').evaluate((each) => getComputedStyle(each).borderRadius)
  expect(colour).toBe('10px')
  await app.button('Allow').click()
  await app.events(1)
  expect(app.logged.filter((line) => line.includes('Content Security Policy'))).toEqual([])
  const hosts = new Set(app.requested.map((url) => new URL(url).origin))
  expect([...hosts].sort()).toEqual([app.origin, mock.url].sort())
})

test("the page's styles and the mock's do not reach each other", async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    body: '<style>* { font-size: 40px !important } button { display: none !important } #buy { display: block !important }</style>',
  })
  const size = () =>
    app.page.evaluate(() => getComputedStyle(document.querySelector('#buy')!).color)
  const before = await size()
  await app.page.evaluate(() => {
    void Pi.init({ version: '2.0' })
    void enter()
  })
  await app.button('Allow').waitFor()
  const font = await app.button('Allow').evaluate((each) => getComputedStyle(each).fontSize)
  expect([font, await size()]).toEqual(['15px', before])
})

test('in 360 px everything fits, in light and dark, with names for every control', async ({
  skip,
}) => {
  const browser = await sharedBrowser(skip)
  const backgrounds: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    const app = await openApp(browser, await startMock(), {
      context: { colorScheme, viewport: { width: 360, height: 640 } },
    })
    await app.page.evaluate(() => {
      void Pi.init({ version: '2.0' })
      void enter(['username', 'payments', 'wallet_address', 'in_app_notifications'])
    })
    const dialog = app.page.getByRole('dialog', { name: /^Allow / })
    await dialog.waitFor()
    const fits = await dialog.evaluate((each) => {
      const { left, right, top, bottom } = each.getBoundingClientRect()
      const controls = [...each.querySelectorAll('input:not([hidden]), button')]
      return {
        isInside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
        isNarrow: each.scrollWidth <= each.clientWidth,
        unnamed: controls.filter(
          (control) => control.textContent === '' && control.closest('label')?.textContent === '',
        ).length,
      }
    })
    expect(fits).toEqual({ isInside: true, isNarrow: true, unnamed: 0 })
    expect(await dialog.textContent()).toMatch(
      /no real Pi is moved.*Not affiliated with Pi Network/,
    )
    backgrounds.push(await dialog.evaluate((each) => getComputedStyle(each).backgroundColor))
  }
  expect(new Set(backgrounds).size).toBe(2)
})

test('the focus stays in the dialog', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  await app.page.locator('#buy').focus()
  await app.page.evaluate(() => {
    void Pi.init({ version: '2.0' })
    void enter()
  })
  await app.button('Allow').waitFor()
  const focused = () => app.page.evaluate(() => document.activeElement?.tagName.toLowerCase())
  const seen = new Set<string | undefined>([await focused()])
  for (let presses = 0; presses < 12; presses += 1) {
    await app.page.keyboard.press('Tab')
    seen.add(await focused())
  }
  // The body stands for the browser's own controls, which come after the last one of the dialog.
  expect([...seen].filter((tag) => tag !== 'body')).toEqual(['mock-pi-wallet'])
})

test('the panel shows the last five, switches the user, and closes for good', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  const enterAs = async () => {
    await app.page.evaluate(() => {
      void Pi.init({ version: '2.0' })
      void enter()
    })
    await app.button('Allow').click()
    await app.events(1)
  }
  await enterAs()
  await beginPayment(app)
  await app.button('Cancel').click()
  await app.page.locator('summary', { hasText: 'mock Pi' }).click()
  const panel = app.page.getByRole('region', { name: /^mock Pi/ })
  await expect
    .poll(() => panel.getByRole('listitem').allTextContents())
    .toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\dPi\.init$/),
      expect.stringMatching(/Pi\.authenticate$/),
      expect.stringMatching(/Pi\.createPayment$/),
      expect.stringMatching(/onReadyForServerApproval$/),
      expect.stringMatching(/onCancel$/),
    ])
  expect(await panel.textContent()).toContain('Signed in as alice.')
  await app.button('Switch user').click()
  expect(await panel.textContent()).toContain('No user is signed in.')
  await app.button('Close for good').click()
  await app.page.reload()
  await enterAs()
  expect(await panel.count()).toBe(0)
})
