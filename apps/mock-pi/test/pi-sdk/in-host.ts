import { openApp, type Browser } from './open-app.ts'

/** What an app needs of Pi's protocol, written from the facts about it and without the SDK. */
export const PLAIN_CLIENT = `<script>
  const waiting = new Map()
  let nextId = 0
  window.heard = []
  addEventListener('message', (event) => {
    heard.push(event.origin)
    const { id, payload } = JSON.parse(event.data)
    waiting.get(id)?.(payload)
  })
  window.askHost = (type, payload) => new Promise((resolve) => {
    const id = nextId++
    waiting.set(id, resolve)
    parent.postMessage(JSON.stringify({ id, type, payload }), 'MOCK')
  })
</script>`

/** An app in the frame of the mock's host; with `load` it has that instead of the SDK. */
export async function openInHost(
  browser: Browser,
  mock: { url: string },
  options: Parameters<typeof openApp>[2] & { host?: string } = {},
) {
  const { host = mock.url } = options
  const app = await openApp(browser, mock, options)
  await app.page.goto(`${host}/host?app=${encodeURIComponent(app.origin)}`)
  const frame = () => {
    const found = app.page.frames().find((each) => each.url().startsWith(app.origin))
    if (found == null) throw new Error('The app is not in the frame')
    return found
  }
  await app.page.frameLocator('iframe').locator('#buy').waitFor()
  return {
    ...app,
    frame,
    /** Evaluated in the app, which is in the frame. */
    inApp: <Result>(script: string): Promise<Result> => frame().evaluate(script) as Promise<Result>,
    /** The events of the app as soon as there are `count` of them. */
    async events(count: number): Promise<unknown[][]> {
      await frame().waitForFunction((least) => events.length >= least, count)
      return frame().evaluate(() => events)
    },
  }
}
